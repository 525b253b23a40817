import type { Bookings } from '#booking/index.ts'
import {
  type BusinessInfo,
  type FollowUp as FollowUpAnswer,
  closeFollowUp,
  getContact,
  getRecording,
  listContacts,
  listFollowUps,
} from '#contract/index.ts'
import { AppError } from '#kernel/app-error.ts'
import type { Clock } from '#kernel/clock.ts'
import type { BusinessId, ContactId, FollowUpId, PlaybookVersionId } from '#kernel/ids.ts'
import type { Api } from '#platform/http/api.ts'
import { appointmentOf } from './appointment-of.ts'
import { NoSuchFollowUp, type Contacts } from './open-contacts.ts'
import { writeContactDetail, writeContactRow, writeFollowUp } from './write-answer.ts'

export class NoSuchContact extends AppError {
  override readonly name = 'NoSuchContact'
  override readonly kind = 'not-found'
  readonly contact: string
  constructor(contact: string) {
    super(`there is no contact ${contact} in this business: take its id from the list of contacts`)
    this.contact = contact
  }
}

export class NoSuchRecording extends AppError {
  override readonly name = 'NoSuchRecording'
  override readonly kind = 'not-found'
  readonly recording: string
  constructor(recording: string) {
    super(`there is no recording ${recording} of this contact: it was never kept, or it was erased`)
    this.recording = recording
  }
}

export type ContactRoutesRoom = {
  readonly contacts: Contacts
  readonly bookings: Pick<Bookings, 'list'>
  readonly businessInfo: (business: BusinessId) => Promise<BusinessInfo>
  /** The running number of a published playbook; undefined when there is no such version. */
  readonly playbookNumber: (business: BusinessId, version: PlaybookVersionId) => Promise<number | undefined>
  readonly recordings: {
    /** A WAV file; undefined when there is none (any more). */
    readonly read: (business: BusinessId, contact: ContactId, recording: string) => Promise<Uint8Array | undefined>
  }
  readonly clock: Clock
}

/** Mounts what the API tells of contacts and of the work they left. */
export const contactRoutes = (
  api: Api,
  { contacts, bookings, businessInfo, playbookNumber, recordings, clock }: ContactRoutesRoom,
): void => {
  const followUpsOf = async (business: BusinessId, open: boolean): Promise<readonly FollowUpAnswer[]> => {
    const [found, info] = await Promise.all([contacts.followUps(business, { open }), businessInfo(business)])
    return found.map((followUp) => writeFollowUp(followUp, followUp.contact, info, clock.now()))
  }

  api.json(listContacts, async ({ actor, query }) => {
    const before = query.before as ContactId | undefined
    // One more than asked for tells whether there is a next page.
    const found = await contacts.list(actor.business, { before, limit: query.limit + 1 })
    const page = found.slice(0, query.limit)
    return { contacts: page.map(writeContactRow), next: found.length > page.length ? (page.at(-1)?.id ?? null) : null }
  })

  api.json(getContact, async ({ actor, params }) => {
    const { business } = actor
    const contact = await contacts.get(business, params.contact as ContactId)
    if (contact === undefined) throw new NoSuchContact(params.contact)
    const { playbookVersion } = contact.summary
    const [info, appointment, number] = await Promise.all([
      businessInfo(business),
      appointmentOf(bookings, business, contact),
      playbookVersion === undefined ? undefined : playbookNumber(business, playbookVersion),
    ])
    return writeContactDetail(contact, { info, appointment, playbookNumber: number, now: clock.now() })
  })

  api.sound(getRecording, async ({ actor, params }) => {
    const contact = await contacts.get(actor.business, params.contact as ContactId)
    if (contact === undefined) throw new NoSuchContact(params.contact)
    const bytes = await recordings.read(actor.business, contact.id, params.recording)
    if (bytes === undefined) throw new NoSuchRecording(params.recording)
    return { bytes: new Uint8Array(bytes), fileName: `${params.recording}.wav` }
  })

  api.json(listFollowUps, async ({ actor, query }) => ({
    followUps: [...(await followUpsOf(actor.business, query.open === 'true'))],
  }))

  api.json(closeFollowUp, async ({ actor, params, body }) => {
    const followUp = params.followUp as FollowUpId
    const { why, note } = body
    await contacts.closeFollowUp(actor.business, followUp, note === undefined ? { why } : { why, note }, clock.now())
    const closed = (await followUpsOf(actor.business, false)).find(({ id }) => id === followUp)
    if (closed === undefined) throw new NoSuchFollowUp(followUp)
    return closed
  })
}
