/**
 * Keeps our own voice, coming back from the caller's telephone, from being taken for the caller. Loudspeakers and hybrids
 * return us 20-200 ms later and some 15 dB weaker; a person talking over us is about as loud as we are. So what comes
 * in counts as the caller's only while it is clearly louder than the loudest echo that could be under way.
 *
 * How much comes back (the coupling, in dB) is learnt during the call. When what comes in stays far below what we expect, the
 * line has little echo and the gate opens for quieter people. When it is above, but rises and falls just as we did a
 * moment ago, it is a louder echo than we thought, and the gate closes further. Levels are compared, not waveforms: a
 * hands-free telephone distorts the echo past what subtracting it could cope with.
 */
export type EchoGate = {
  /** Our level of the last frames, newest first, dBFS. */
  readonly ours: readonly number[]
  /** What came in, newest first, dBFS. */
  readonly theirs: readonly number[]
  /** Echo level relative to ours, dB. */
  readonly couplingDb: number
}

/** Echo of -15 dB passes under this from the first frame on. */
const STARTING_COUPLING_DB = -13
const WEAKEST_COUPLING_DB = -45
const STRONGEST_COUPLING_DB = 6
/** Above the expected echo by this is the caller. */
const MARGIN_DB = 3
/** Longest echo that is looked at, in frames of 20 ms: 200 ms of delay, and what a room and a voice detector add to its end. */
const LONGEST_DELAY_FRAMES = 18
/** Envelopes are compared over this many frames (1 s); over less, two people are alike by chance. */
const COMPARED_FRAMES = 50
const KEPT_FRAMES = COMPARED_FRAMES + LONGEST_DELAY_FRAMES
/** Envelopes this alike (Pearson's r) are one voice and its echo. */
const SAME_VOICE = 0.93
/** Below this we are silent, dBFS. */
export const SILENT_DBFS = -50
const FALL_DB_PER_FRAME = 0.06

export const echoGate = (): EchoGate => ({ ours: [], theirs: [], couplingDb: STARTING_COUPLING_DB })

export type GatedFrame = {
  readonly gate: EchoGate
  /** What came in is louder than our echo can be. */
  readonly passes: boolean
  /** We are audible in this frame. */
  readonly weSound: boolean
}

/** One frame further. Levels in dBFS (RMS of the frame). */
export const throughEchoGate = (gate: EchoGate, theirLevel: number, ourLevel: number): GatedFrame => {
  const ours = [ourLevel, ...gate.ours].slice(0, KEPT_FRAMES)
  const theirs = [theirLevel, ...gate.theirs].slice(0, KEPT_FRAMES)
  const weSound = ourLevel > SILENT_DBFS
  const loudest = Math.max(...ours.slice(0, LONGEST_DELAY_FRAMES))
  // What is inaudible is nobody, even while a voice detector still sees the word before it.
  const audible = theirLevel > SILENT_DBFS
  if (loudest <= SILENT_DBFS) return { gate: { ours, theirs, couplingDb: gate.couplingDb }, passes: audible, weSound }

  const passes = theirLevel > loudest + gate.couplingDb + MARGIN_DB
  const couplingDb = learnt(gate.couplingDb, passes, theirLevel - loudest, ours, theirs)
  return { gate: { ours, theirs, couplingDb }, passes: audible && theirLevel > loudest + couplingDb + MARGIN_DB, weSound }
}

const learnt = (couplingDb: number, passes: boolean, ratioDb: number, ours: readonly number[], theirs: readonly number[]): number => {
  if (!passes) {
    // The loudest of a second tells how much comes back; the dips between words tell nothing.
    const loudestBack = Math.max(...theirs.slice(0, COMPARED_FRAMES)) - Math.max(...ours)
    const weaker = ours.length === KEPT_FRAMES && loudestBack < couplingDb - MARGIN_DB
    return weaker ? Math.max(WEAKEST_COUPLING_DB, couplingDb - FALL_DB_PER_FRAME) : couplingDb
  }
  return ours.length === KEPT_FRAMES && isEchoOf(ours, theirs) ? Math.min(STRONGEST_COUPLING_DB, ratioDb) : couplingDb
}

const isEchoOf = (ours: readonly number[], theirs: readonly number[]): boolean => {
  const recent = theirs.slice(0, COMPARED_FRAMES)
  for (let delay = 0; delay <= LONGEST_DELAY_FRAMES; delay += 1) {
    if (likeness(recent, ours.slice(delay, delay + COMPARED_FRAMES)) > SAME_VOICE) return true
  }
  return false
}

/** Pearson's correlation of two level curves of the same length; levels under silence count as silence. 0 when either is flat. */
const likeness = (a: readonly number[], b: readonly number[]): number => {
  const clipped = (levels: readonly number[]): readonly number[] => levels.map((level) => Math.max(level, SILENT_DBFS - 20))
  const [x, y] = [clipped(a), clipped(b)]
  const mean = (levels: readonly number[]): number => levels.reduce((sum, level) => sum + level, 0) / levels.length
  const [meanX, meanY] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let index = 0; index < x.length; index += 1) {
    const dx = (x[index] ?? 0) - meanX
    const dy = (y[index] ?? 0) - meanY
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy)
}
