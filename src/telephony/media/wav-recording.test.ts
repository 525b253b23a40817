import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readWav } from '../core/audio/wav.ts'
import { startWavRecording, type RecordingFile } from './wav-recording.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** A disk with room for so many bytes, that writes at most 1,000 at a time and notes what is done to it. */
const disk = (room: number, held?: Promise<void>) => {
  const done: string[] = []
  const file: RecordingFile = {
    write: async (_bytes, _offset, length, position) => {
      if (position > 0) await held
      if (position + length > room) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      done.push('write')
      return { bytesWritten: Math.min(length, 1_000) }
    },
    sync: async () => {
      done.push('sync')
    },
    close: async () => {
      done.push('close')
    },
  }
  return { done, open: () => Promise.resolve(file) }
}

const frame = (value: number): Int16Array => new Int16Array(160).fill(value)

describe('a WAV recording', () => {
  it('holds every frame in order, both sides, with the true length in its header', async () => {
    const file = join(folder, 'a.wav')
    const recording = await startWavRecording(file, 2)
    for (let i = 0; i < 500; i += 1) {
      recording.add(frame(i), frame(-i))
      // Faster than any call, but not all at once.
      if (i % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await recording.finish()).toMatchObject({ durationMs: 10_000 })
    const bytes = await readFile(file)
    expect(bytes.readUInt32LE(40)).toBe(500 * 160 * 4)
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
    const [peer, us] = readWav(bytes).channels
    for (let i = 0; i < 500; i += 1) expect([peer?.[i * 160 + 159], us?.[i * 160]]).toEqual([i, 0 - i])
  })

  it('is on disk, synchronised before it is closed, when it is finished', async () => {
    const { done, open } = disk(1e9)
    const recording = await startWavRecording(join(folder, 'b.wav'), 1, undefined, open)
    recording.add(frame(1), frame(2))
    await Promise.all([recording.finish(), recording.finish()])
    expect(done.slice(-3)).toEqual(['write', 'sync', 'close'])
    expect(done.filter((step) => step === 'close')).toHaveLength(1)
  })

  it('reports a disk that fills up, and closes the file', async () => {
    const { done, open } = disk(40_000)
    const recording = await startWavRecording(join(folder, 'c.wav'), 1, undefined, open)
    for (let i = 0; i < 300; i += 1) recording.add(frame(1), frame(2))
    await expect(recording.finish()).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(recording.finish()).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(done.at(-1)).toBe('close')
    expect(done).not.toContain('sync')
  })

  it('reports a disk that cannot keep up instead of filling the memory', async () => {
    const { open } = disk(1e9, new Promise((resolve) => setTimeout(resolve, 100)))
    const recording = await startWavRecording(join(folder, 'd.wav'), 2, undefined, open)
    for (let i = 0; i < 5_000; i += 1) recording.add(frame(1), frame(2))
    await expect(recording.finish()).rejects.toMatchObject({ code: 'too-slow' })
  })
})
