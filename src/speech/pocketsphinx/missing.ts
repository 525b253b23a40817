import { existsSync } from 'node:fs'
import { MODEL_FOLDER } from './model-folder.ts'

/** Where Debian and its kin, on both processors we run on, put libraries. */
const LIBRARY_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/local/lib']

/** Debian packages that PocketSphinx needs and that are not here. Empty: it can be used. */
export const missingForRecogniser = (exists: (path: string) => boolean = existsSync): readonly string[] => {
  const library = (name: string): boolean => LIBRARY_FOLDERS.some((folder) => exists(`${folder}/${name}`))
  return [
    ...(library('libpocketsphinx.so.3') ? [] : ['libpocketsphinx3']),
    ...(library('libsphinxbase.so.3') ? [] : ['libsphinxbase3']),
    ...(exists(`${MODEL_FOLDER}/en-us/mdef`) && exists(`${MODEL_FOLDER}/cmudict-en-us.dict`) ? [] : ['pocketsphinx-en-us']),
  ]
}
