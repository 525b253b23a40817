import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '#platform/log/log.ts'
import type { Bookings } from '#booking/index.ts'
import type { Outcome } from '#contacts/core/index.ts'
import type { ContactWriter, FollowingEvent } from '#contacts/index.ts'
import { dialog, type DialogEffect, type DialogInput, type DialogRules, type DialogState } from '#dialog/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { type AppointmentId, type BusinessId, type FollowUpId, newId } from '#kernel/ids.ts'
import type { Random } from '#kernel/random.ts'

/**
 * Carries one contact between a channel and the first line's brain, one input at a time:
 *
 *     input -> decide -> events stored durably -> state evolved -> effects run -> next input
 *
 * Effects run only after the events are stored: so whatever is said has been kept first (guarantee 2). The one exception is the
 * greeting, which promises nothing: it may sound while its events are on their way to the disk.
 *
 * Questions to the calendar (find times, book) are answered before the next input is taken: a caller who hangs up while an
 * appointment is being committed hangs up after it.
 */
export interface Channel {
  /** Queues words; each utterance is reported back once by a `spoken` input. */
  say(utterance: { readonly utterance: number; readonly text: string; readonly language: 'en' | 'da' }): void
  /** When everything queued has sounded: expects this. */
  listen(effect: Extract<DialogEffect, { type: 'listen' }>): void
  /** When everything queued has sounded: records a message. Reported back by `recorded` or `recording-failed`. */
  record(effect: Extract<DialogEffect, { type: 'record' }>): void
  /** When everything queued has sounded: ends the contact on the channel. */
  end(): void
  /** Nothing can be kept (disk full): one honest sentence, then the end. */
  giveUp(): void
}

export type ConversationParts = {
  readonly business: BusinessId
  readonly rules: DialogRules
  readonly writer: ContactWriter
  readonly bookings: Bookings
  readonly channel: Channel
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export interface Conversation {
  /** Gives an input; it is taken when those before it are done. Never rejects. */
  give(input: DialogInput): void
  /** Puts on record what the line itself knows or measured, with whatever is stored next. */
  note(event: FollowingEvent): void
  /** Is an input being worked on, or waiting? Then a silence is not the caller's. */
  readonly busy: boolean
  readonly state: DialogState
  /** Settles with the outcome when the contact's end is durably stored. */
  readonly ended: Promise<Outcome>
}

/** More than are offered at once: the dialog picks distinct starts, and offers the next ones without asking again. */
const TIMES_ASKED = 12
const CALENDAR_DEADLINE_MS = 2_500
const WITHDRAW_ATTEMPTS = 60
const WITHDRAW_PAUSE_MS = 5_000

export const openConversation = (parts: ConversationParts): Conversation => {
  const { business, rules, writer, bookings, channel, clock, random, log } = parts
  let state = dialog.initialState(rules)
  const waiting: DialogInput[] = []
  let noted: FollowingEvent[] = []
  let working = false
  let greeted = false
  const over = Promise.withResolvers<Outcome>()

  const step = async (input: DialogInput): Promise<void> => {
    if (input.type === 'spoken' && state.phase === 'ended') return lastWords(input)
    const now = clock.now()
    const fresh = { appointment: newId<AppointmentId>(now, random), followUp: newId<FollowUpId>(now, random) }
    const { events, effects } = dialog.decide(rules, state, { ...input, fresh }, now)
    for (const event of events) state = dialog.evolve(state, event)
    const stored = events.length === 0 ? undefined : store([...noted, ...events])
    if (stored !== undefined) noted = []
    if (input.type === 'arrived' && !greeted) greeted = true
    else await stored
    for (const effect of effects) await perform(effect)
    await stored
    const end = events.find((event) => event.type === 'ended')
    if (end !== undefined) over.resolve(end.data.outcome)
    if (end !== undefined && noted.length > 0) await store(noted)
  }

  /** The outcome is decided with the goodbye; how much of that was heard is known later, and belongs to the transcript too. */
  const lastWords = ({ utterance, completed, heard }: Extract<DialogInput, { type: 'spoken' }>): Promise<void> =>
    store([{ type: 'said', data: { utterance, completed }, personal: { heard } }])

  const store = async (events: readonly FollowingEvent[]): Promise<void> => {
    await writer.append(events, clock.now())
  }

  const perform = async (effect: DialogEffect): Promise<void> => {
    switch (effect.type) {
      case 'say':
        return channel.say(effect)
      case 'listen':
        return channel.listen(effect)
      case 'record':
        return channel.record(effect)
      case 'end':
        return channel.end()
      case 'find-times':
        waiting.unshift(await findTimes(effect))
        return undefined
      case 'book':
        waiting.unshift(await book(effect))
        return undefined
    }
  }

  const findTimes = async (effect: Extract<DialogEffect, { type: 'find-times' }>): Promise<DialogInput> => {
    try {
      const page = { after: effect.after, limit: TIMES_ASKED }
      const asked = bookings.findTimes(business, rules.playbook, effect.service, effect.wish, page, clock.now())
      const { times, more } = await withDeadline(asked, CALENDAR_DEADLINE_MS)
      return { type: 'times-found', times, more }
    } catch (error) {
      log.warn({ err: error }, 'the calendar did not answer')
      return { type: 'times-unknown' }
    }
  }

  const book = async (effect: Extract<DialogEffect, { type: 'book' }>): Promise<DialogInput> => {
    const request = { ...effect, contact: writer.contact }
    const asked = bookings.book(business, rules.playbook, request, clock.now())
    try {
      const answer = await withDeadline(asked, CALENDAR_DEADLINE_MS)
      if (answer.booked) return { type: 'booking-committed', appointment: answer.appointment }
      return { type: 'booking-refused', why: answer.why === 'taken' ? 'taken' : 'unavailable' }
    } catch (error) {
      log.warn({ err: error, appointment: effect.appointment }, 'the appointment could not be committed')
      void withdraw(effect.appointment, asked)
      return { type: 'booking-refused', why: 'unavailable' }
    }
  }

  /**
   * The caller was told that it could not be booked, but nobody knows whether the commit arrived: take back what may stand there,
   * so that the time is not lost to an appointment nobody was promised.
   */
  const withdraw = async (appointment: AppointmentId, asked: Promise<unknown>): Promise<void> => {
    await asked.catch(() => undefined)
    for (let attempt = 0; attempt < WITHDRAW_ATTEMPTS; attempt += 1) {
      try {
        await bookings.cancel(business, appointment, clock.now())
        return
      } catch {
        await sleep(WITHDRAW_PAUSE_MS, undefined, { ref: false })
      }
    }
    log.error({ appointment }, 'an appointment nobody was promised may stand in the calendar')
  }

  const work = async (): Promise<void> => {
    if (working) return
    working = true
    for (let input = waiting.shift(); input !== undefined; input = waiting.shift()) {
      try {
        await step(input)
      } catch (error) {
        // Neither the database nor the journal took it (disk full, say): nothing that rests on it may be said.
        log.error({ err: error, input: input.type }, 'a step of the contact failed')
        waiting.length = 0
        channel.giveUp()
        over.reject(error)
      }
    }
    working = false
  }

  return {
    give(input) {
      waiting.push(input)
      void work()
    },
    note(event) {
      noted.push(event)
    },
    get busy() {
      return working || waiting.length > 0
    },
    get state() {
      return state
    },
    ended: over.promise,
  }
}

class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed'
}

const withDeadline = async <T>(promise: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new DeadlinePassed(`no answer within ${ms} ms`)), ms)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
