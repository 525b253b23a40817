import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { MessageEnd } from '../door.ts'
import { createSpeechGate } from '../core/audio/speech-energy.ts'
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../core/audio/g711.ts'
import { WAV_HEADER_BYTES, wavHeader } from '../core/audio/wav.ts'

/**
 * A WAV file that grows with a call. Frames are gathered into pieces of 16 kB, and one piece after the other is written
 * beside the call. It is
 *
 * - *growing* until `finish` or the first failure;
 * - *finishing*: the last piece, the header's true lengths, fsync of the file and of its folder, then it is on disk;
 * - *failed* for good by whatever the disk refuses, or when it has fallen 128 kB behind. Nothing is hidden: `finish` rejects with the code.
 */
export type WavRecording = {
  /** `over`: by `until`, the message has ended with this frame. */
  readonly add: (peer: Int16Array, us: Int16Array) => 'more' | 'over'
  /** Settles after fsync. Rejects with the system's error when any of it is not on disk. May be called again. */
  readonly finish: () => Promise<{ readonly durationMs: number; readonly speechMs: number }>
}

/** The part of a file handle that is used, so that a test can be a disk that fills up. */
export type RecordingFile = {
  readonly write: (bytes: Uint8Array, offset: number, length: number, position: number) => Promise<{ readonly bytesWritten: number }>
  readonly sync: () => Promise<void>
  readonly close: () => Promise<void>
}

const PIECE_BYTES = 16 * 1_024
const MOST_PIECES_WAITING = 8
/** A click on the line is no message. */
const SOMETHING_SAID_MS = 200

/** Opens `file` (emptied when it exists) and writes the beginning of the header. One channel holds the peer, two hold peer and us. */
export const startWavRecording = async (
  file: string,
  channels: 1 | 2,
  until?: MessageEnd,
  openFile: (file: string) => Promise<RecordingFile> = (path) => open(path, 'w'),
): Promise<WavRecording> => {
  const handle = await openFile(file)
  try {
    await writeAll(handle, wavHeader({ sampleRate: SAMPLE_RATE, channels, dataBytes: 0 }), 0)
  } catch (error) {
    await handle.close()
    throw error
  }
  const gate = createSpeechGate()
  const pieces: Buffer[] = []
  let piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
  let filled = 0
  let frames = 0
  let speechFrames = 0
  /** The number of the last frame that held speech. */
  let lastSpeech = 0
  let position = WAV_HEADER_BYTES
  let failure: Error | undefined
  let writing: Promise<void> | undefined
  let finished: Promise<{ readonly durationMs: number; readonly speechMs: number }> | undefined

  const writeWaiting = async (): Promise<void> => {
    for (let next = pieces[0]; next !== undefined && failure === undefined; next = pieces[0]) {
      try {
        await writeAll(handle, next, position)
        position += next.length
      } catch (error) {
        failure = error as Error
      }
      pieces.shift()
    }
    writing = undefined
  }

  const hand = (bytes: Buffer): void => {
    if (pieces.length >= MOST_PIECES_WAITING) {
      failure ??= Object.assign(new Error('the disk is slower than the call'), { code: 'too-slow' })
      return
    }
    pieces.push(bytes)
    writing ??= writeWaiting()
  }

  const isOver = (): boolean => {
    if (until === undefined) return false
    const pause = speechFrames * FRAME_MS >= SOMETHING_SAID_MS ? until.pauseMs : until.patienceMs
    return frames * FRAME_MS >= until.maximumMs || (frames - lastSpeech) * FRAME_MS >= pause
  }

  const conclude = async (): Promise<{ readonly durationMs: number; readonly speechMs: number }> => {
    try {
      if (filled > 0) hand(piece.subarray(0, filled))
      filled = 0
      await writing
      if (failure !== undefined) throw failure
      await writeAll(handle, wavHeader({ sampleRate: SAMPLE_RATE, channels, dataBytes: position - WAV_HEADER_BYTES }), 0)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await syncFolder(dirname(file))
    return { durationMs: frames * FRAME_MS, speechMs: speechFrames * FRAME_MS }
  }

  return {
    add: (peer, us) => {
      if (failure !== undefined) return 'over'
      if (finished !== undefined) return 'more'
      frames += 1
      if (gate.isSpeech(peer)) {
        speechFrames += 1
        lastSpeech = frames
      }
      for (let i = 0; i < FRAME_SAMPLES; i += 1) {
        piece.writeInt16LE(peer[i] ?? 0, filled)
        filled += 2
        if (channels === 2) {
          piece.writeInt16LE(us[i] ?? 0, filled)
          filled += 2
        }
        if (filled === PIECE_BYTES) {
          hand(piece)
          piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
          filled = 0
        }
      }
      return isOver() ? 'over' : 'more'
    },
    finish: () => (finished ??= conclude()),
  }
}

const writeAll = async (handle: RecordingFile, bytes: Uint8Array, position: number): Promise<void> => {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/** A new file is found again after power loss only when its folder's entry is on disk too (fsync(2), Notes). */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
