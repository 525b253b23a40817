import { closeFollowUp, getContact, getRecording, listAppointments, listContacts, listFollowUps, live } from './contacts.ts'
import type { Route } from './route.ts'
import { getOpenApi, getSession } from './session.ts'

export * from './contacts.ts'
export { Problem } from './problem.ts'
export { API_ROOT, type Route } from './route.ts'
export * from './session.ts'
export { type OutcomeName } from './words.ts'

/** Every route there is: what is not in this list does not exist. */
export const ROUTES: readonly Route[] = [
  getOpenApi,
  getSession,
  listContacts,
  getContact,
  getRecording,
  listFollowUps,
  closeFollowUp,
  listAppointments,
  live,
]
