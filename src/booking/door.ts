import type { OfferedTime } from '#contacts/core/index.ts'
import type { AppointmentId, BusinessId, ContactId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'
import type { Playbook } from '#playbook/core/index.ts'
import type { TimeWish } from './core/index.ts'

export type AppointmentRequest = {
  /** Chosen before asking, so that asking again after a lost answer books once. */
  readonly appointment: AppointmentId
  readonly contact: ContactId
  readonly service: string
  readonly person: string
  readonly start: Instant
  readonly customerName: string
  readonly number: PhoneNumber | undefined
}

export type BookingAnswer =
  | { readonly booked: true; readonly appointment: AppointmentId }
  /** `taken`: somebody has it. `outside`: the rules do not allow it (closed, too soon, no such service). */
  | { readonly booked: false; readonly why: 'taken' | 'outside' }

export type Appointment = {
  readonly id: AppointmentId
  readonly contact: ContactId | undefined
  /** Ids of the playbook by which it was booked. */
  readonly service: string
  readonly person: string
  readonly start: Instant
  readonly end: Instant
  readonly status: 'booked' | 'cancelled'
  readonly createdAt: Instant
  /** Undefined when the customer's data was erased. */
  readonly customer: { readonly name: string; readonly number: PhoneNumber | undefined } | undefined
}

/** Every answer comes from the database: all of these reject with `DatabaseAway` when it cannot be reached. */
export interface Bookings {
  /**
   * The first `limit` times from `wish` on, after `after` others, that keep every rule and are free in the database. A time that
   * several people could take comes once, with the person who has the least to do.
   */
  findTimes(
    business: BusinessId,
    playbook: Playbook,
    service: string,
    wish: TimeWish,
    page: { readonly after: number; readonly limit: number },
    now: Instant,
  ): Promise<{ readonly times: readonly OfferedTime[]; readonly more: boolean }>
  /**
   * Commits, or refuses. When it answers `booked`, the appointment is durably stored (and was checked against the rules again; a
   * time that was offered just before its lead time ran out stands for 15 minutes). After `DatabaseAway` nobody knows: ask again
   * with the same appointment id.
   */
  book(business: BusinessId, playbook: Playbook, request: AppointmentRequest, now: Instant): Promise<BookingAnswer>
  /** The appointments, cancelled ones too, that share a moment with the time from `from` until `to`, by start. */
  list(business: BusinessId, from: Instant, to: Instant): Promise<readonly Appointment[]>
  /** Gives the time back. Cancelling again is nothing; `not-found`: the business has no such appointment. */
  cancel(business: BusinessId, appointment: AppointmentId, now: Instant): Promise<'cancelled' | 'not-found'>
}
