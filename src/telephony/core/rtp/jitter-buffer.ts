import type { G711 } from '../negotiated-audio.ts'
import { createLossConcealer } from '../audio/conceal-loss.ts'
import { decodeG711, FRAME_MS, FRAME_SAMPLES } from '../audio/g711.ts'
import { rootMeanSquare } from '../audio/speech-energy.ts'
import { sequenceDistance, timestampDistance } from './rtp-packet.ts'

/**
 * Turns packets that come early, late, twice or never into one 20 ms frame whenever one is asked for.
 *
 * Every packet is given a **position**, in samples on one line without wraps or jumps; `playAt` is the position of the next
 * frame. How far a packet lies ahead of `playAt` when it comes is its **slack**. The buffer is
 *
 * - *waiting* until the first packet of all: frames are silence. That packet is placed 40 ms ahead of `playAt`, and we are
 * - *playing*: a frame whose samples are there is played. If they are not, but later ones are, they are lost or badly out of
 *   order: the frame is made up and `playAt` moves on. If nothing is there at all, the stream is only late, or it has
 *   stopped: the frame is made up and `playAt` stays, so that nothing is lost, until the delay has grown to 120 ms; from
 *   then on `playAt` moves on.
 * - A packet that begins *anew* (another SSRC, a jump of timestamp or sequence, a sender that stood still) is placed behind
 *   what is buffered and at least 40 ms ahead of `playAt`.
 *
 * The delay shrinks by one frame when a second's packets all had more slack than needed; the frame that goes is a quiet one.
 * It trades delay against loss: 40 ms is what a caller never notices, over 120 ms talk becomes halting (ITU-T G.114).
 */
export type JitterBuffer = {
  readonly insert: (packet: BufferedPacket, at: number) => void
  /** Writes the next 160 samples. `played`: as received, or partly; `concealed`: made up; `silence`: nothing to play. */
  readonly pull: (frame: Int16Array<ArrayBuffer>) => 'played' | 'concealed' | 'silence'
  readonly statistics: () => { readonly concealedMs: number; readonly late: number; readonly duplicates: number; readonly delayMs: number }
}

export type BufferedPacket = {
  readonly ssrc: number
  readonly sequence: number
  readonly timestamp: number
  /** Kept until it is played: the caller must not reuse its memory. */
  readonly payload: Uint8Array
  readonly codec: G711
}

const MS = FRAME_SAMPLES / FRAME_MS
const LEAST_DELAY = 40 * MS
const MOST_DELAY = 120 * MS
/** More than this is never kept: the oldest goes. */
const MOST_BUFFERED = 240 * MS
/** RFC 3550, appendix A.1. */
const MAX_DROPOUT = 3_000
const MAX_MISORDER = 100
/** One packet carries between 5 and 200 ms; a timestamp that grew by more or less for each number is a jump. */
const LEAST_PACKET = 5 * MS
const MOST_PACKET = 200 * MS
/** Packets of the source that was just replaced are stragglers for this long, in milliseconds. */
const STRAGGLING_MS = 1_000
const PACKETS_JUDGED = 50
/** Root mean square under which a frame can go missing unheard: about -43 dBm0. */
const QUIET = 160

type Chunk = { readonly position: number; readonly payload: Uint8Array; readonly codec: G711 }

export const createJitterBuffer = (): JitterBuffer => {
  const concealer = createLossConcealer()
  let chunks: Chunk[] = []
  let playAt = 0
  let playing = false
  let newest: { readonly ssrc: number; readonly sequence: number; readonly timestamp: number; readonly position: number } | undefined
  /** What came before the latest beginning: nothing is placed before this position, and no packet up to this number belongs behind it. */
  let floor: { readonly position: number; readonly sequence: number | undefined } | undefined
  let suspect: number | undefined
  let replaced: { readonly ssrc: number; readonly until: number } | undefined
  let delay = LEAST_DELAY
  let change: 'grow' | 'shrink' | undefined
  let judged = 0
  let leastSlack = Infinity
  let concealedFrames = 0
  let late = 0
  let duplicates = 0

  const bufferedUntil = (): number => {
    const last = chunks.at(-1)
    return last === undefined ? playAt : last.position + last.payload.length
  }

  const anew = (continued?: { readonly sequence: number }): number => {
    if (newest !== undefined) floor = { position: bufferedUntil(), sequence: continued?.sequence }
    delay = LEAST_DELAY
    change = undefined
    judged = 0
    leastSlack = Infinity
    return Math.max(bufferedUntil(), playAt + LEAST_DELAY)
  }

  const put = (chunk: Chunk): void => {
    let i = chunks.length
    while (i > 0 && (chunks[i - 1] as Chunk).position > chunk.position) i -= 1
    const before = chunks[i - 1]
    const after = chunks[i]
    const overlaps =
      (before !== undefined && before.position + before.payload.length > chunk.position) ||
      (after !== undefined && chunk.position + chunk.payload.length > after.position)
    if (overlaps) {
      duplicates += 1
      return
    }
    chunks.splice(i, 0, chunk)
    const excess = bufferedUntil() - playAt - MOST_BUFFERED
    if (excess > 0) {
      // Back to the most delay we allow, in whole frames.
      playAt += Math.ceil((excess + MOST_BUFFERED - MOST_DELAY) / FRAME_SAMPLES) * FRAME_SAMPLES
      dropPlayed()
    }
  }

  const dropPlayed = (): void => {
    let gone = 0
    while (gone < chunks.length && (chunks[gone] as Chunk).position + (chunks[gone] as Chunk).payload.length <= playAt) gone += 1
    if (gone > 0) chunks = chunks.slice(gone)
  }

  /** Where the packet belongs, or why it does not. */
  const place = (packet: BufferedPacket, at: number): number | 'late' | 'duplicate' => {
    if (newest === undefined) return anew()
    if (packet.ssrc !== newest.ssrc) {
      if (replaced?.ssrc === packet.ssrc && at < replaced.until) return 'late'
      replaced = { ssrc: newest.ssrc, until: at + STRAGGLING_MS }
      return anew()
    }
    const numbers = sequenceDistance(packet.sequence, newest.sequence)
    const samples = timestampDistance(packet.timestamp, newest.timestamp)
    if (numbers > MAX_DROPOUT || numbers < -MAX_MISORDER) {
      // Two in a row from the new place, and the sender has begun anew; one alone is a stray.
      const believed = suspect === packet.sequence
      suspect = (packet.sequence + 1) & 0xffff
      return believed ? anew() : 'late'
    }
    suspect = undefined
    if (numbers === 0) return 'duplicate'
    if (numbers < 0) {
      const position = newest.position + samples
      if (samples >= 0 || samples < -MAX_MISORDER * MOST_PACKET) return 'late'
      if (floor !== undefined && position < floor.position) return 'late'
      if (floor?.sequence !== undefined && sequenceDistance(packet.sequence, floor.sequence) <= 0) return 'late'
      return position < playAt ? 'late' : position
    }
    if (samples < numbers * LEAST_PACKET || samples > numbers * MOST_PACKET) return anew(newest)
    const position = newest.position + samples
    // The newest packet, and yet its time is over: the sender stood still, or the network did. Later ones would all be late too.
    return position < playAt && chunks.length === 0 ? anew(newest) : position < playAt ? 'late' : position
  }

  const judge = (slack: number): void => {
    leastSlack = Math.min(leastSlack, slack)
    judged += 1
    if (judged < PACKETS_JUDGED) return
    if (leastSlack > LEAST_DELAY) change = 'shrink'
    judged = 0
    leastSlack = Infinity
  }

  /** Copies what is there of the next frame; how many samples that was. */
  const gather = (frame: Int16Array<ArrayBuffer>): number => {
    let found = 0
    for (const { position, payload, codec } of chunks) {
      const from = Math.max(position, playAt)
      const to = Math.min(position + payload.length, playAt + FRAME_SAMPLES)
      if (from >= playAt + FRAME_SAMPLES) break
      if (from >= to) continue
      decodeG711(codec, payload.subarray(from - position, to - position), frame.subarray(from - playAt, to - playAt))
      found += to - from
    }
    return found
  }

  const makeUp = (frame: Int16Array<ArrayBuffer>): 'concealed' | 'silence' => {
    if (!concealer.conceal(frame)) return 'silence'
    concealedFrames += 1
    return 'concealed'
  }

  const advance = (): void => {
    playAt += FRAME_SAMPLES
    dropPlayed()
  }

  return {
    insert: (packet, at) => {
      if (packet.payload.length === 0 || packet.payload.length > MOST_PACKET) return
      const position = place(packet, at)
      if (position === 'duplicate') {
        duplicates += 1
        return
      }
      if (position === 'late') {
        late += 1
        if (delay < MOST_DELAY) change = 'grow'
        return
      }
      judge(position - playAt)
      if (newest === undefined || packet.ssrc !== newest.ssrc || position > newest.position) {
        newest = { ssrc: packet.ssrc, sequence: packet.sequence, timestamp: packet.timestamp, position }
      }
      put({ position, payload: packet.payload, codec: packet.codec })
    },

    pull: (frame) => {
      if (newest === undefined) {
        frame.fill(0)
        return 'silence'
      }
      const found = gather(frame)
      if (!playing && found === 0) {
        frame.fill(0)
        advance()
        return 'silence'
      }
      playing = true
      if (found === 0) {
        const stopped = chunks.length === 0
        if (stopped && delay < MOST_DELAY) {
          delay += FRAME_SAMPLES
          if (change === 'grow') change = undefined
        } else advance()
        return makeUp(frame)
      }
      if (found < FRAME_SAMPLES) {
        makeUp(frame)
        gather(frame)
        advance()
        return 'played'
      }
      const quiet = change !== undefined && rootMeanSquare(frame) < QUIET
      if (quiet && change === 'grow') {
        // Played now and once more: in the quiet nobody hears the difference.
        change = undefined
        delay = Math.min(MOST_DELAY, delay + FRAME_SAMPLES)
        concealer.pass(frame)
        return 'played'
      }
      if (quiet && change === 'shrink') {
        change = undefined
        delay = Math.max(LEAST_DELAY, delay - FRAME_SAMPLES)
        advance()
        const next = gather(frame)
        if (next < FRAME_SAMPLES) {
          makeUp(frame)
          gather(frame)
          advance()
          return next === 0 ? 'concealed' : 'played'
        }
      }
      concealer.pass(frame)
      advance()
      return 'played'
    },

    statistics: () => ({ concealedMs: concealedFrames * FRAME_MS, late, duplicates, delayMs: delay / MS }),
  }
}
