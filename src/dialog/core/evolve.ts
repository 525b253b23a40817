import type { DialogEvent } from './protocol.ts'
import type { DialogState, Slot } from './state.ts'

/** Slots that belong to one booking or message, and are unknown again for the next. Name and number stay. */
const OF_ONE_WISH: ReadonlySet<string> = new Set(['service', 'day', 'time', 'person', 'matter', 'urgent'])

/** The disclosure is to be said before anything else. */
const DUE = { status: 'due', utterance: 0, text: '' } as const

/** Folds one event into the state of a contact. Events this module does not know change nothing. */
export const evolve = (state: DialogState, event: DialogEvent): DialogState => {
  switch (event.type) {
    case 'arrived': {
      const { channel, language } = event.data
      const hears = event.data.hears === 'open' || event.data.hears === 'grammar' ? event.data.hears : 'nothing'
      return { ...state, phase: 'talking', channel, language, hears, number: event.personal.number }
    }
    case 'caller-said': {
      const heard = { ...state, silences: 0, lastSaid: [] }
      if (event.data.by !== 'recording') return heard
      return { ...heard, recordingFor: undefined }
    }
    case 'caller-silent':
      return { ...state, silences: state.silences + 1, lastSaid: [] }
    case 'saying': {
      const { utterance, about, language, disclosure } = event.data
      const line = { about, text: event.personal.text, language }
      return {
        ...state,
        utterances: Math.max(state.utterances, utterance),
        lastSaid: [...state.lastSaid, line],
        disclosure: disclosure ? { status: 'out', utterance, text: event.personal.text } : state.disclosure,
        ...(isQuestion(about) ? { question: about, repeats: about === state.question ? state.repeats : 0 } : {}),
      }
    }
    case 'said':
      return { ...state, disclosure: disclosureAfter(state.disclosure, event.data, event.personal.heard) }
    case 'understood':
      return afterStep(leavesStrikes(event.data.what) ? state : { ...state, strikes: 0 }, event.data.what)
    case 'call-type-set':
      return { ...state, strikes: 0, callType: event.data.callType, urgent: state.urgent || event.data.urgent }
    case 'language-set':
      return { ...state, language: event.data.language, disclosure: DUE }
    case 'slot-filled': {
      const { slot, kind, reason } = event.data
      return withSlot({ ...state, strikes: 0 }, slot, { kind, value: event.personal.value, confirmed: false, rule: reason.rule })
    }
    case 'slot-confirmed': {
      const known = state.slots[event.data.slot]
      return known === undefined ? state : withSlot({ ...state, strikes: 0 }, event.data.slot, { ...known, confirmed: true })
    }
    case 'slot-rejected':
      return withoutSlots({ ...state, strikes: 0 }, [event.data.slot])
    case 'misunderstood':
      return { ...state, strikes: event.data.count }
    case 'times-offered':
      return searchAnswered({ ...state, strikes: 0, offer: event.data.times })
    case 'booking-asked':
      return { ...state, booking: event.data }
    case 'booking-made':
      return { ...state, booking: undefined, booked: true }
    case 'booking-refused':
      return { ...state, booking: undefined }
    case 'knowledge-given':
      return { ...state, strikes: 0, answered: true }
    case 'protected-topic-met':
      return { ...state, strikes: 0, topic: event.data.topic }
    case 'emergency-met':
      return { ...state, strikes: 0, emergency: true, urgent: true }
    case 'person-wanted':
      return { ...state, person: true }
    case 'follow-up-opened':
      return { ...state, promise: { followUp: event.data.followUp, kind: event.data.kind, dueAt: event.data.dueAt } }
    case 'hearing-lost':
      return { ...state, hears: 'nothing' }
    case 'ended':
      return { ...state, phase: 'ended', outcome: event.data.outcome }
  }
}

/** Steps that bring the caller no further. */
const leavesStrikes = (what: string): boolean => what.startsWith('recording:') || what === 'said-again'

/** Statements are about `tell:...`; everything else that is said asks for something. */
const isQuestion = (about: string): boolean => !about.startsWith('tell:')

/** Heard when all of its text had sounded; due again when it, or an utterance it waited behind, was talked over before. */
const disclosureAfter = (
  disclosure: DialogState['disclosure'],
  said: { readonly utterance: number; readonly completed: boolean },
  heard: string,
): DialogState['disclosure'] => {
  if (disclosure.status !== 'out' || said.utterance > disclosure.utterance) return disclosure
  const sounded = said.completed || (said.utterance === disclosure.utterance && heard.trim().length >= disclosure.text.trim().length)
  if (!sounded) return DUE
  return said.utterance === disclosure.utterance ? { ...disclosure, status: 'heard' } : disclosure
}

/** One of the searches under way was answered; it goes on while the answer to the last one is owed. */
const searchAnswered = (state: DialogState): DialogState => {
  const timesOwed = Math.max(0, state.timesOwed - 1)
  return { ...state, timesOwed, searching: state.searching && timesOwed > 0 }
}

const afterStep = (state: DialogState, what: string): DialogState => {
  const [step = '', about = ''] = what.split(/:(.*)/s)
  switch (step) {
    case 'wish':
      return afterWish(state, about)
    case 'times-wanted':
      return { ...state, offer: undefined, timesOwed: state.timesOwed + 1, searching: true }
    case 'times-later':
      return { ...state, timePages: [...state.timePages, (state.timePages.at(-1) ?? 0) + (state.offer?.length ?? 0)] }
    case 'times-earlier':
      return { ...state, timePages: state.timePages.length > 1 ? state.timePages.slice(0, -1) : [0] }
    case 'times-none':
      return searchAnswered(state)
    case 'said-again':
      return { ...state, repeats: state.repeats + 1 }
    case 'more-options':
      return { ...state, page: state.page + 1 }
    case 'declined':
      return { ...state, page: 0, declined: [...state.declined, about] }
    case 'recording':
      return { ...state, recordingFor: about }
    case 'recording-none':
      return { ...state, recordingFor: undefined }
    case 'left':
      return { ...state, left: about === 'caller' || about === 'stopping' ? about : 'network' }
    case 'noted':
      return { ...state, noted: true }
    case 'nothing-said':
      return { ...state, wordless: true }
    case 'spam':
      return { ...state, spam: true }
    case 'no-spam':
      return { ...state, spam: false }
    default:
      return state
  }
}

const afterWish = (state: DialogState, wish: string): DialogState => {
  if (wish === 'book' || wish === 'message') return { ...state, wish, page: 0 }
  const settled = withoutSlots(state, [...OF_ONE_WISH])
  return {
    ...settled,
    wish: 'none',
    page: 0,
    callType: undefined,
    urgent: state.emergency,
    person: false,
    topic: undefined,
    declined: state.declined.filter((slot) => !OF_ONE_WISH.has(slot)),
  }
}

const withSlot = (state: DialogState, slot: string, value: Slot): DialogState => {
  const filled = { ...state, page: 0, slots: { ...state.slots, [slot]: value } }
  return slot === 'service' || slot === 'day' || slot === 'person'
    ? { ...filled, offer: undefined, timePages: [0], searching: false }
    : filled
}

const withoutSlots = (state: DialogState, names: readonly string[]): DialogState => {
  const slots = Object.fromEntries(Object.entries(state.slots).filter(([name]) => !names.includes(name)))
  const timesGone = names.some((name) => OF_ONE_WISH.has(name))
  return { ...state, page: 0, slots, ...(timesGone ? { offer: undefined, timePages: [0] } : {}) }
}
