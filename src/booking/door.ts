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

export interface Bookings {
  /** The first `limit` times from `wish` on that keep every rule and are free in the database. Rejects when the database is away. */
  findTimes(
    business: BusinessId,
    playbook: Playbook,
    service: string,
    wish: TimeWish,
    page: { readonly after: number; readonly limit: number },
    now: Instant,
  ): Promise<{ readonly times: readonly OfferedTime[]; readonly more: boolean }>
  /** Commits, or refuses. When it answers `booked`, the appointment is durably stored (and was checked against the rules again). */
  book(business: BusinessId, playbook: Playbook, request: AppointmentRequest, now: Instant): Promise<BookingAnswer>
}
