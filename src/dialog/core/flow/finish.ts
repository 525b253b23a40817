import type { Outcome, Reason } from '#contacts/core/index.ts'
import { businessName } from '../manner.ts'
import type { DialogState } from '../state.ts'
import type { Turn } from '../turn.ts'
import { line } from '../wording/catalog.ts'
import { isUrgent, numberKnown, openFollowUp, saidDue } from './promise.ts'
import { kindOfMessage } from './take-message.ts'

/** What was achieved so far, the weightiest first; undefined: nothing yet. */
export const achieved = (state: DialogState): Outcome | undefined => {
  if (state.emergency) return 'escalated'
  if (state.booked) return 'booked'
  if (state.promise?.kind === 'callback' && state.wordless) return 'logged'
  if (state.promise !== undefined) return state.promise.kind === 'escalation' ? 'escalated' : 'message-taken'
  if (state.answered) return 'answered'
  if (state.noted) return 'logged'
  return state.spam ? 'spam' : undefined
}

/** The one outcome of the contact. Nothing is said or decided after it. */
const end = (turn: Turn, by: 'caller' | 'first-line' | 'stopping', outcome: Outcome, reason: Reason): void =>
  turn.record({ type: 'ended', data: { outcome, by, reason } })

/** A message that was begun and holds something a person can act on. */
const owesMessage = (turn: Turn): boolean => {
  const { wish, slots, person, topic } = turn.state()
  if (wish !== 'message') return false
  return slots['matter'] !== undefined || ((person || topic !== undefined) && numberKnown(turn) !== undefined)
}

/** Leave-taking while the caller is there. A message half given is passed on as it is. */
export const sayGoodbye = (turn: Turn, by: 'caller' | 'first-line', reason: Reason): void => {
  const { language } = turn.state()
  if (owesMessage(turn)) {
    const due = openFollowUp(turn, kindOfMessage(turn), isUrgent(turn))
    turn.tell('passed-on', line(language, numberKnown(turn) === undefined ? 'passedOn' : 'passedOnCallback', saidDue(turn, due)))
  }
  turn.tell('goodbye', line(language, 'goodbye', { business: businessName(turn.rules, turn.state()) }))
  end(turn, by, achieved(turn.state()) ?? (by === 'caller' ? 'logged' : 'abandoned'), reason)
  turn.effect({ type: 'end' })
}

/** Nobody speaks or presses: what there is is kept, and somebody whose number is known is called back. */
export const giveUpOnSilence = (turn: Turn): void => {
  const state = turn.state()
  const done = achieved(state)
  if (state.wish === 'none' && done !== undefined) return sayGoodbye(turn, 'first-line', { rule: 'silent' })
  if (numberKnown(turn) === undefined && !owesMessage(turn)) {
    turn.tell('goodbye', line(state.language, 'goodbyeSilent'))
  } else {
    const due = openFollowUp(turn, state.wish === 'message' ? kindOfMessage(turn) : 'callback', isUrgent(turn))
    const callback = numberKnown(turn) !== undefined
    turn.tell('goodbye', line(state.language, callback ? 'goodbyeSilentCallback' : 'goodbyeSilent', saidDue(turn, due)))
  }
  end(turn, 'first-line', achieved(turn.state()) ?? 'abandoned', { rule: 'silent' })
  turn.effect({ type: 'end' })
}

/**
 * The other side is gone, or the program stops. Something still owed to the contact (a booking, a recording) is waited for:
 * its answer ends it. Told again, it ends as it is.
 */
export const leave = (turn: Turn, by: 'caller' | 'network' | 'stopping'): void => {
  const state = turn.state()
  const owed = state.booking !== undefined || state.recordingFor !== undefined
  if (owed && state.left === undefined) {
    turn.step(`left:${by}`, { rule: by === 'stopping' ? 'stopping' : 'hung-up' })
    return
  }
  endAfterLeaving(turn, by)
}

/**
 * The end of a contact that somebody left. By the caller: as achieved, and a message half given is kept. By the network or
 * by stopping, half way: interrupted, and a person owes the rest.
 */
export const endAfterLeaving = (turn: Turn, by: 'caller' | 'network' | 'stopping'): void => {
  const state = turn.state()
  const halfWay = state.wish !== 'none' || achieved(state) === undefined
  if (by === 'caller') {
    if (owesMessage(turn)) openFollowUp(turn, kindOfMessage(turn), isUrgent(turn))
    return end(turn, 'caller', achieved(turn.state()) ?? 'abandoned', { rule: 'hung-up' })
  }
  if (halfWay) openFollowUp(turn, 'interrupted', isUrgent(turn))
  if (by === 'stopping') {
    turn.tell('stopping', line(state.language, halfWay ? 'stopping' : 'stoppingDone'))
    turn.effect({ type: 'end' })
  }
  const outcome = halfWay && !state.emergency ? 'interrupted' : (achieved(state) ?? 'interrupted')
  end(turn, by === 'stopping' ? 'stopping' : 'caller', outcome, { rule: by === 'stopping' ? 'stopping' : 'line-died' })
}
