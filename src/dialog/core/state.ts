import type { Channel, OfferedTime, Outcome } from '#contacts/core/index.ts'
import type { AppointmentId, FollowUpId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'
import type { DialogRules } from './rules.ts'

/**
 * A contact as its events tell it.
 *
 * It *waits* until somebody arrives. It *talks*: one question is in play (`question`), towards one wish (book, message), with
 * what is known in `slots`. At times an answer from elsewhere is owed: times (`timesOwed`), a booking (`booking`), a recording
 * (`recordingFor`). When the other side has left (`left`) while one of the last two is owed, it ends with that answer. *Ended*,
 * it stays as it is.
 */
export type DialogState = {
  readonly phase: 'waiting' | 'talking' | 'ended'
  readonly channel: Channel
  readonly hears: 'grammar' | 'open' | 'nothing'
  readonly language: Language
  /** The caller id. */
  readonly number: PhoneNumber | undefined
  readonly utterances: number
  readonly disclosure: { readonly status: 'due' | 'out' | 'heard'; readonly utterance: number; readonly text: string }
  /** `about` of the question in play. */
  readonly question: string | undefined
  /** What was said since the caller's last turn, for saying it again. */
  readonly lastSaid: readonly { readonly about: string; readonly text: string; readonly language: Language }[]
  /** Misunderstood in a row, silent in a row. */
  readonly strikes: number
  readonly silences: number
  /** Times the present question was said again because the caller asked for it. */
  readonly repeats: number
  /** Which part of a long list of options is being offered, from 0. */
  readonly page: number
  readonly wish: 'none' | 'book' | 'message'
  readonly callType: string | undefined
  readonly urgent: boolean
  readonly person: boolean
  readonly emergency: boolean
  readonly topic: string | undefined
  readonly slots: Readonly<Record<string, Slot>>
  /** Slots the caller has nothing for, or could not be understood about. Not asked again. */
  readonly declined: readonly string[]
  readonly offer: readonly OfferedTime[] | undefined
  /** Where each page of times offered so far began among all times found; the last is the present one. */
  readonly timePages: readonly number[]
  /** Searches for times that are not answered yet; only the last one's answer counts. */
  readonly timesOwed: number
  /** The last search is for what is known now. */
  readonly searching: boolean
  /** The slot a recording in progress is for. */
  readonly recordingFor: string | undefined
  /** An appointment asked for and neither committed nor refused yet. */
  readonly booking:
    | { readonly appointment: AppointmentId; readonly service: string; readonly person: string; readonly start: Instant }
    | undefined
  readonly booked: boolean
  readonly answered: boolean
  readonly noted: boolean
  readonly spam: boolean
  /** The message passed on had not a word in it. */
  readonly wordless: boolean
  /** The promise that stands: a follow-up opened in this contact. */
  readonly promise: { readonly followUp: FollowUpId; readonly kind: string; readonly dueAt: Instant } | undefined
  /** The other side is gone, or the program is stopping; the contact ends as soon as nothing is owed to it. */
  readonly left: 'caller' | 'network' | 'stopping' | undefined
  readonly outcome: Outcome | undefined
}

export type Slot = {
  readonly kind: string
  readonly value: string
  readonly confirmed: boolean
  readonly rule: string
  readonly recording?: string
}

export const initialState = (rules: DialogRules): DialogState => ({
  phase: 'waiting',
  channel: 'phone',
  hears: 'nothing',
  language: rules.playbook.fallbackLanguage,
  number: undefined,
  utterances: 0,
  disclosure: { status: 'due', utterance: 0, text: '' },
  question: undefined,
  lastSaid: [],
  strikes: 0,
  silences: 0,
  repeats: 0,
  page: 0,
  wish: 'none',
  callType: undefined,
  urgent: false,
  person: false,
  emergency: false,
  topic: undefined,
  slots: {},
  declined: [],
  offer: undefined,
  timePages: [0],
  timesOwed: 0,
  searching: false,
  recordingFor: undefined,
  booking: undefined,
  booked: false,
  answered: false,
  noted: false,
  spam: false,
  wordless: false,
  promise: undefined,
  left: undefined,
  outcome: undefined,
})
