import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language } from '#kernel/language.ts'
import type { SpeechLog } from '../log.ts'

/** A G.711 law by its RTP name, as in telephony. */
export type Codec = 'PCMU' | 'PCMA'

/** What a clip is of. A clip of another voice, language, text or law is another clip. */
export type ClipKey = { readonly voice: string; readonly language: Language; readonly text: string; readonly codec: Codec }

/** Changes when prompts are shaped differently, so that old files are not taken. */
const SHAPING = 1
const ENDING = '.g711'

/**
 * Rendered clips in memory and in a folder, so that a greeting is there at once after a restart. The least recently used
 * go when the bound is reached. A folder that cannot be written is told once and done without: speech goes on.
 */
export const clipCache = (options: { readonly folder: string; readonly mostBytes: number; readonly log: SpeechLog }) => {
  const { folder, mostBytes, log } = options
  /** Oldest use first (a Map keeps the order of insertion). */
  const clips = new Map<string, Uint8Array>()
  /** Clips whose use in this run is noted on disk. */
  const noted = new Set<string>()
  let bytes = 0
  let writable = true

  const nameOf = (key: ClipKey): string =>
    createHash('sha256')
      .update(JSON.stringify([SHAPING, key.voice, key.language, key.codec, key.text]))
      .digest('hex')
  const fileOf = (name: string): string => join(folder, `${name}${ENDING}`)

  const cannotWrite = (error: unknown): void => {
    if (!writable) return
    writable = false
    log.warn({ err: error, folder }, 'rendered sentences cannot be kept on disk; they are rendered again after a restart')
  }

  const keep = (name: string, clip: Uint8Array): void => {
    const before = clips.get(name)
    if (before !== undefined) bytes -= before.length
    clips.delete(name)
    clips.set(name, clip)
    bytes += clip.length
    for (const [oldest, old] of clips) {
      if (bytes <= mostBytes || clips.size === 1) break
      clips.delete(oldest)
      bytes -= old.length
      rm(fileOf(oldest), { force: true }).catch(cannotWrite)
    }
  }

  return {
    /** Takes what is on disk, most recently used last; damaged or foreign files are left alone. */
    async load(): Promise<void> {
      try {
        await mkdir(folder, { recursive: true })
        const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING))
        const files = await Promise.all(names.map(async (name) => ({ name, used: (await stat(join(folder, name))).mtimeMs })))
        for (const { name } of files.toSorted((a, b) => a.used - b.used)) {
          const clip = await readFile(join(folder, name))
          if (clip.length > 0) keep(name.slice(0, -ENDING.length), new Uint8Array(clip))
        }
      } catch (error) {
        cannotWrite(error)
      }
    },
    get(key: ClipKey): Uint8Array | undefined {
      const name = nameOf(key)
      const clip = clips.get(name)
      if (clip === undefined) return undefined
      clips.delete(name)
      clips.set(name, clip)
      if (writable && !noted.has(name)) {
        noted.add(name)
        const now = new Date()
        // Its first use in this run is noted on disk so that it outlives others after a restart; a file already gone does not matter.
        utimes(fileOf(name), now, now).catch(() => undefined)
      }
      return clip
    },
    /** Kept in memory at once; settles when it is on disk (or cannot be). */
    async put(key: ClipKey, clip: Uint8Array): Promise<void> {
      const name = nameOf(key)
      keep(name, clip)
      if (!writable) return
      const unfinished = join(folder, `${name}.${process.pid}.unfinished`)
      try {
        await writeFile(unfinished, clip)
        await rename(unfinished, fileOf(name))
        // It may have had to go while it was being written.
        if (!clips.has(name)) await rm(fileOf(name), { force: true })
      } catch (error) {
        cannotWrite(error)
      }
    },
    get bytes(): number {
      return bytes
    },
    get count(): number {
      return clips.size
    },
  }
}
