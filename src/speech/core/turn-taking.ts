/**
 * Whose turn it is, told one 20 ms frame at a time. Time comes in with the frames; nothing here knows a clock.
 *
 * **quiet**: nobody on the other side speaks. A frame with speech leads to *maybe*.
 *
 * **maybe**: something sounds. While we are silent, `onsetMs` of it is speech (a click is shorter). While our own playback
 * sounds, it must last `onsetOverUsMs`: the trade is between stopping for a cough and talking on over a person. A gap longer
 * than `onsetGapMs` leads back to *quiet*; nobody was told anything. Enough speech tells `speech-started` and leads to *speaking*.
 *
 * **speaking**: the caller speaks. Over our playback it is not yet known whether it is meant: a backchannel ("mm", "ja") is
 * short and wants us to go on. Speech that lasts `backchannelMs` is meant: `barge-in`, told also when we were silent as it
 * began, for that may have been the pause between two sentences of ours. Silence leads to *pause*.
 *
 * **pause**: the caller is silent after speech. Speech leads back to *speaking*. If it is not yet known to be meant: after
 * `falseStartMs` of silence it was a backchannel, `false-start`, *quiet*; unless the words so far are a whole answer ("operator"),
 * which is meant however short it is (`barge-in`). If it is meant: when the silence has lasted as long as the answer needs
 * (350 ms after a whole answer, 700 by default, longer inside numbers and spelling), `turn-ended`, *quiet*. A pause inside a
 * number must not cut it off; silence after a yes must not feel like a dead line: hence more than one length.
 *
 * From *speaking*, too, a turn ends after `longestTurnMs`: music or a television must not hold the line for ever.
 */
export type TurnState =
  | { readonly mode: 'quiet' }
  | { readonly mode: 'maybe'; readonly over: boolean; readonly spokenMs: number; readonly gapMs: number }
  | { readonly mode: 'speaking'; readonly meant: boolean; readonly told: boolean; readonly spokenMs: number }
  | { readonly mode: 'pause'; readonly meant: boolean; readonly told: boolean; readonly spokenMs: number; readonly pausedMs: number }

export const QUIET: TurnState = { mode: 'quiet' }

/** What is known of the words so far. A `backchannel` is a complete answer that also says no more than "go on": yes, okay. */
export type AnswerSoFar = 'none' | 'partial' | 'complete' | 'backchannel'

export type TurnFrame = {
  /** Voice activity that is not our own echo. */
  readonly speech: boolean
  /** Our playback sounds. */
  readonly weSound: boolean
  readonly answer: AnswerSoFar
  readonly pace: 'default' | 'number' | 'spelling'
}

export type TurnSignal =
  | { readonly type: 'speech-started' }
  | { readonly type: 'false-start' }
  | { readonly type: 'barge-in' }
  /** `spokenMs`: from the first to the last sound. `silentMs`: how long the caller has been silent when this is told. */
  | { readonly type: 'turn-ended'; readonly spokenMs: number; readonly silentMs: number }

/** Milliseconds. */
export type TurnTiming = {
  readonly frameMs: number
  readonly onsetMs: number
  readonly onsetOverUsMs: number
  readonly onsetGapMs: number
  readonly backchannelMs: number
  readonly falseStartMs: number
  readonly pauseMs: { readonly complete: number; readonly default: number; readonly number: number; readonly spelling: number }
  readonly longestTurnMs: number
  /** How long the voice activity detector goes on reporting speech after it ended: part of the silence, not of the speech. */
  readonly detectorHangMs: number
}

export const TIMING: TurnTiming = {
  frameMs: 20,
  onsetMs: 60,
  onsetOverUsMs: 120,
  onsetGapMs: 60,
  backchannelMs: 600,
  falseStartMs: 240,
  pauseMs: { complete: 350, default: 700, number: 1_300, spelling: 1_500 },
  longestTurnMs: 20_000,
  detectorHangMs: 0,
}

/** Silence after which the turn is over. */
export const pauseThatEnds = (frame: Pick<TurnFrame, 'answer' | 'pace'>, timing: TurnTiming): number =>
  frame.answer === 'complete' || frame.answer === 'backchannel' ? timing.pauseMs.complete : timing.pauseMs[frame.pace]

/** One frame further. */
export const takeTurn = (
  state: TurnState,
  frame: TurnFrame,
  timing: TurnTiming = TIMING,
): { readonly state: TurnState; readonly signals: readonly TurnSignal[] } => {
  const ms = timing.frameMs
  switch (state.mode) {
    case 'quiet':
      return frame.speech ? onset({ mode: 'maybe', over: frame.weSound, spokenMs: ms, gapMs: 0 }, timing) : silently(QUIET)

    case 'maybe': {
      const over = state.over || frame.weSound
      if (frame.speech) return onset({ mode: 'maybe', over, spokenMs: state.spokenMs + state.gapMs + ms, gapMs: 0 }, timing)
      return silently(state.gapMs + ms > timing.onsetGapMs ? QUIET : { ...state, over, gapMs: state.gapMs + ms })
    }

    case 'speaking': {
      // A detector that hangs on reports `detectorHangMs` of silence as speech: take it back.
      if (!frame.speech) {
        const spokenMs = Math.max(ms, state.spokenMs - timing.detectorHangMs)
        return paused(
          { mode: 'pause', meant: state.meant, told: state.told, spokenMs, pausedMs: ms + timing.detectorHangMs },
          frame,
          timing,
        )
      }
      return spoken(state, state.spokenMs + ms, timing)
    }

    case 'pause':
      return frame.speech
        ? spoken(state, state.spokenMs + state.pausedMs + ms, timing)
        : paused({ ...state, pausedMs: state.pausedMs + ms }, frame, timing)
  }
}

type Step = ReturnType<typeof takeTurn>

const silently = (state: TurnState): Step => ({ state, signals: [] })

const onset = (state: Extract<TurnState, { mode: 'maybe' }>, timing: TurnTiming): Step => {
  const enough = state.over ? timing.onsetOverUsMs : timing.onsetMs
  return state.spokenMs < enough
    ? silently(state)
    : { state: { mode: 'speaking', meant: !state.over, told: false, spokenMs: state.spokenMs }, signals: [{ type: 'speech-started' }] }
}

const spoken = (before: { readonly meant: boolean; readonly told: boolean }, spokenMs: number, timing: TurnTiming): Step => {
  const bargeIn = !before.told && spokenMs >= timing.backchannelMs + timing.detectorHangMs
  const signals: TurnSignal[] = bargeIn ? [{ type: 'barge-in' }] : []
  if (spokenMs >= timing.longestTurnMs) return { state: QUIET, signals: [...signals, { type: 'turn-ended', spokenMs, silentMs: 0 }] }
  return { state: { mode: 'speaking', meant: before.meant || bargeIn, told: before.told || bargeIn, spokenMs }, signals }
}

const paused = (state: Extract<TurnState, { mode: 'pause' }>, frame: TurnFrame, timing: TurnTiming): Step => {
  if (!state.meant) {
    if (frame.answer === 'complete') return { ...silently({ ...state, meant: true, told: true }), signals: [{ type: 'barge-in' }] }
    return state.pausedMs >= timing.falseStartMs ? { state: QUIET, signals: [{ type: 'false-start' }] } : silently(state)
  }
  return state.pausedMs >= pauseThatEnds(frame, timing)
    ? { state: QUIET, signals: [{ type: 'turn-ended', spokenMs: state.spokenMs, silentMs: state.pausedMs }] }
    : silently(state)
}
