import type { ContactDetail, ContactRow, FollowUp } from '../../src/contract/index.ts'
import type { LiveCall } from './live-call.ts'
import { ApiRefused, type RunningServer } from './running-server.ts'

type Api = Pick<RunningServer, 'api'>

/** The contacts of a caller's number, newest first. */
export const contactsFrom = async (server: Api, number: string): Promise<readonly ContactRow[]> => {
  const { contacts } = await server.api<{ contacts: ContactRow[] }>('/contacts?limit=200')
  return contacts.filter(({ callerNumber }) => callerNumber === number)
}

/** Looks at the newest contact of `number` each time it is asked; undefined while there is none, or the server is too busy to say. */
const watch = (server: Api, number: string): (() => Promise<ContactDetail | undefined>) => {
  let id: string | undefined
  return async () => {
    try {
      id ??= (await contactsFrom(server, number))[0]?.id
      return id === undefined ? undefined : await server.api<ContactDetail>(`/contacts/${id}`)
    } catch (error) {
      if (error instanceof ApiRefused && error.status === 503) return undefined
      throw error
    }
  }
}

export const openFollowUps = async (server: Api, contact: string): Promise<readonly FollowUp[]> => {
  const { followUps } = await server.api<{ followUps: FollowUp[] }>('/follow-ups')
  return followUps.filter((each) => each.contact === contact)
}

/** Looks at the caller's contact again and again until `isSo` of it; fails after `withinMs` telling what it looked like last. */
export const contactWhere = async (
  server: Api,
  number: string,
  what: string,
  isSo: (contact: ContactDetail) => boolean,
  withinMs = 60_000,
): Promise<ContactDetail> => {
  const until = Date.now() + withinMs
  const look = watch(server, number)
  for (;;) {
    const contact = await look()
    if (contact !== undefined && isSo(contact)) return contact
    if (Date.now() > until) {
      const story = contact?.events.map(({ type, data }) => `${type} ${JSON.stringify(data)}`).join('\n')
      throw new Error(`waited ${withinMs} ms in vain: ${what}. The contact of ${number}:\n${story ?? 'there is none'}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

export const contactEnded = (server: Api, number: string): Promise<ContactDetail> =>
  contactWhere(server, number, 'the contact has ended', ({ state }) => state === 'ended')

/** How often the first line asked or told `about` ("menu", "confirm", "tell:booked" ...). */
export const timesSaid = ({ events }: ContactDetail, about: string): number =>
  events.filter(({ type, data }) => type === 'saying' && data['about'] === about).length

/** Waits until the first line asks or tells `about`. */
export const asked = (server: Api, number: string, about: string): Promise<ContactDetail> =>
  contactWhere(server, number, `"${about}" is said`, (contact) => timesSaid(contact, about) > 0)

/**
 * Answers each question with its keys, by what is on record, until the call is over. A question that `answers` does not know is
 * left unanswered.
 */
export const answerByLedger = async (
  server: Api,
  call: LiveCall,
  number: string,
  answers: Readonly<Record<string, string>>,
): Promise<void> => {
  let answered = 0
  const look = watch(server, number)
  while (!call.over) {
    const contact = await look()
    const question = contact?.events.findLast(({ type, data }) => type === 'saying' && !String(data['about']).startsWith('tell:'))
    const keys = question === undefined ? undefined : answers[String(question.data['about'])]
    const replied = contact?.events.findLast(({ type }) => type === 'caller-said')
    if (question !== undefined && keys !== undefined && question.seq > answered && question.seq > (replied?.seq ?? 0)) {
      answered = question.seq
      await call.press(keys).catch(() => undefined)
    }
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}
