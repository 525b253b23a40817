import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { appointmentsQuery, contactQuery, contactsQuery, followUpsQuery } from './api/queries.ts'
import { AppointmentsPage } from './appointments/appointments-page.tsx'
import { ContactPage } from './contact/contact-page.tsx'
import { ContactsPage } from './contacts/contacts-page.tsx'
import { FollowUpsPage } from './follow-ups/follow-ups-page.tsx'
import { Shell } from './shell/shell.tsx'
import { SignedOutPage } from './signed-out/signed-out-page.tsx'
import { CrashedPage, NotFoundPage } from './shell/lost-pages.tsx'

/** The whole console on one page: every address, what may stand in it, and what it shows. */

const rootRoute = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  notFoundComponent: NotFoundPage,
  errorComponent: CrashedPage,
})

const signedOutRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signed-out',
  validateSearch: z.object({ link: z.literal('used').optional().catch(undefined) }),
  component: () => <SignedOutPage linkUsed={signedOutRoute.useSearch().link === 'used'} />,
})

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/contacts', replace: true })
  },
})

const contactsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts',
  loader: ({ context }) => void context.queries.prefetchInfiniteQuery(contactsQuery),
  component: ContactsPage,
})

const contactRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/$contact',
  loader: ({ context, params }) => void context.queries.prefetchQuery(contactQuery(params.contact)),
  component: () => <ContactPage contact={contactRoute.useParams().contact} />,
})

const appointmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/appointments',
  /** `day` absent: today, whenever that is. */
  validateSearch: z.object({ day: z.iso.date().optional().catch(undefined) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(appointmentsQuery(deps.day)),
  component: () => <AppointmentsPage day={appointmentsRoute.useSearch().day} />,
})

const followUpsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/follow-ups',
  validateSearch: z.object({ show: z.literal('closed').optional().catch(undefined) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(followUpsQuery(deps.show ?? 'open')),
  component: () => <FollowUpsPage which={followUpsRoute.useSearch().show ?? 'open'} />,
})

const routeTree = rootRoute.addChildren([
  homeRoute,
  signedOutRoute,
  shellRoute.addChildren([contactsRoute, contactRoute, appointmentsRoute, followUpsRoute]),
])

export const createConsoleRouter = (queries: QueryClient) =>
  createRouter({ routeTree, context: { queries }, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
