import { isPhoneNumber } from '#kernel/phone-number.ts'
import type { AppointmentId, BusinessId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Playbook } from '#playbook/core/index.ts'
import { z } from 'zod'
import type { Bus } from '../platform/postgres/bus.ts'
import type { Database, Transaction } from '../platform/postgres/database.ts'
import type { SubjectKey, Vault } from '../platform/vault/vault.ts'
import { appointmentSpan, availableTimes, busySpan } from './core/available-times.ts'
import { mayBook } from './core/may-book.ts'
import { pageOfTimes } from './core/page-of-times.ts'
import type { Appointment, AppointmentRequest, BookingAnswer, Bookings } from './door.ts'
import { type AppointmentRow, cancelAppointment, insertAppointment, readAppointment, readAppointments, readBusy } from './postgres.ts'

/** Who comes, as it is sealed. */
const Customer = z.object({ name: z.string(), number: z.string().refine(isPhoneNumber).optional() })

/**
 * The bus channel on which every booked or cancelled appointment is told. Payload: JSON of `AppointmentNews`.
 */
export const APPOINTMENT_EVENTS = 'appointment_events'
export type AppointmentNews = { readonly business: BusinessId; readonly appointment: AppointmentId }

type Rooms = {
  readonly database: Database
  readonly vault: Vault
  /** Who else wants to know; absent: nobody is told. */
  readonly bus?: Pick<Bus, 'publish'>
}

/** The business's own calendar: rules from the playbook, truth from the database, people's data in the vault. */
export const openBookings = ({ database, vault, bus }: Rooms): Bookings => {
  /** Told when, and only when, the transaction commits. */
  const tell = async (tx: Transaction, news: AppointmentNews): Promise<void> => bus?.publish(tx, APPOINTMENT_EVENTS, JSON.stringify(news))

  return {
    findTimes: async (business, playbook, service, wish, page, now) => {
      const people = playbook.services.find(({ id }) => id === service)?.people ?? []
      const busy = await database.forBusiness(business, (tx) => readBusy(tx, business, people, now))
      return pageOfTimes(availableTimes(playbook, service, wish, busy, now), page)
    },

    book: async (business, playbook, request, now) => {
      try {
        return await database.forBusiness(business, async (tx) => {
          const { answer, isNew } = await commit(tx, vault, business, playbook, request, now)
          if (isNew) await tell(tx, { business, appointment: request.appointment })
          return answer
        })
      } catch (error) {
        if (lostTheRace(error)) return TAKEN
        throw error
      }
    },

    list: (business, from, to) =>
      database.forBusiness(business, async (tx) => {
        const rows = await readAppointments(tx, business, { start: from, end: to })
        const keys = await vault.keys(tx, business, [...new Set(rows.map(({ subject }) => subject))])
        return rows.map((row) => opened(row, keys.get(row.subject)))
      }),

    cancel: (business, appointment, now) =>
      database.forBusiness(business, async (tx) => {
        if (!(await cancelAppointment(tx, business, appointment, now))) return 'not-found'
        await tell(tx, { business, appointment })
        return 'cancelled'
      }),
  }
}

const TAKEN = { booked: false, why: 'taken' } as const
const OUTSIDE = { booked: false, why: 'outside' } as const

/**
 * One booking, in one transaction. First the id: when it is there, this is somebody asking again, and the answer is what
 * became of it, whatever the rules say by now. Then the rules; then the database decides between all who want the same.
 */
const commit = async (
  tx: Transaction,
  vault: Vault,
  business: BusinessId,
  playbook: Playbook,
  request: AppointmentRequest,
  now: Instant,
): Promise<{ readonly answer: BookingAnswer; readonly isNew: boolean }> => {
  const before = await readAppointment(tx, business, request.appointment)
  if (before !== undefined) return { answer: answerAgain(before, request), isNew: false }

  const service = playbook.services.find(({ id }) => id === request.service)
  if (service === undefined || !mayBook(playbook, request, now)) return { answer: OUTSIDE, isNew: false }

  const key = await keyFor(tx, vault, business, request)
  const busy = busySpan(service, request.start)
  const { start, end } = appointmentSpan(service, request.start)
  const row: AppointmentRow = {
    id: request.appointment,
    contact: request.contact,
    service: request.service,
    person: request.person,
    start,
    end,
    status: 'booked',
    createdAt: now,
    subject: key.subject,
    personal: key.seal({ name: request.customerName, number: request.number } satisfies z.input<typeof Customer>, request.appointment),
  }
  if (await insertAppointment(tx, business, row, busy)) {
    await vault.keep(tx, key)
    return { answer: { booked: true, appointment: request.appointment }, isNew: true }
  }
  // Refused by its id (somebody asked the same at the same moment) or by another appointment.
  const meanwhile = await readAppointment(tx, business, request.appointment)
  return { answer: meanwhile === undefined ? TAKEN : answerAgain(meanwhile, request), isNew: false }
}

const answerAgain = (stored: AppointmentRow, request: AppointmentRequest): BookingAnswer => {
  const same = stored.service === request.service && stored.person === request.person && stored.start === request.start
  return same && stored.status === 'booked' ? { booked: true, appointment: stored.id } : TAKEN
}

/**
 * The key the customer's data is sealed under: the contact's, so that erasing the contact erases it here too. Not in the database
 * yet when the contact was journalled while the database was away: then one of the appointment's own, because a second key
 * for the contact, stored before the first arrives, would leave the contact unreadable.
 */
const keyFor = async (tx: Transaction, vault: Vault, business: BusinessId, request: AppointmentRequest): Promise<SubjectKey> =>
  (await vault.key(tx, business, request.contact)) ?? vault.newKey(business, request.appointment)

const opened = ({ subject: _subject, personal, ...row }: AppointmentRow, key: SubjectKey | undefined): Appointment => {
  if (key === undefined) return { ...row, customer: undefined }
  const { name, number } = Customer.parse(key.open(personal, row.id))
  return { ...row, customer: { name, number } }
}

/**
 * SQLSTATE 23P01, exclusion violation, and 40P01, deadlock (left over after the database's own retries): both say that others
 * were booking the same time, and nothing was stored.
 */
const lostTheRace = (error: unknown): boolean => {
  const code = (error as { readonly code?: unknown } | null)?.code
  return code === '23P01' || code === '40P01'
}
