import { APPOINTMENT_EVENTS, type AppointmentNews } from '#booking/index.ts'
import type { Contacts } from '#contacts/index.ts'
import { type LiveHint, live } from '#contract/index.ts'
import type { BusinessId } from '#kernel/ids.ts'
import type { Api } from '#platform/http/api.ts'
import type { Bus } from '#platform/postgres/bus.ts'

export type LiveRouteRoom = { readonly contacts: Pick<Contacts, 'watch'>; readonly bus: Pick<Bus, 'subscribe'> }

/** Mounts the stream of hints: what changed, never the content. Whoever is told reads again, with the rights they have then. */
export const liveRoute = (api: Api, { contacts, bus }: LiveRouteRoom): void => {
  api.stream(live, async ({ business }, send, signal) => {
    // A page that is gone shows itself by `signal`; what could not be sent to it any more is nobody's loss.
    const tell = (hint: LiveHint): void => void send(hint).catch(() => undefined)
    const stopContacts = contacts.watch(business, (change) => {
      if (change.what === 'gap') tell({ what: 'all', id: null })
      else tell(change.what === 'overdue' ? { what: 'follow-up', id: null } : { what: 'contact', id: change.contact })
    })
    const stopAppointments = watchAppointments(bus, business, tell)
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    stopContacts()
    stopAppointments()
  })
}

const watchAppointments = (bus: Pick<Bus, 'subscribe'>, business: BusinessId, tell: (hint: LiveHint) => void): (() => void) =>
  bus.subscribe(APPOINTMENT_EVENTS, (news) => {
    // Listening began again after the database was away: nobody knows what was missed.
    if (news.kind === 'gap') return tell({ what: 'all', id: null })
    const { business: whose, appointment } = JSON.parse(news.payload) as AppointmentNews
    if (whose === business) tell({ what: 'appointment', id: appointment })
  })
