import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { closeFollowUp, getContact, getSession, listAppointments, listContacts, listFollowUps } from '#contract/index.ts'
import { ask } from './client.ts'

/** What the pages read, each under one key: a live hint names the key, and whoever shows it reads again. */

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => ask(getSession, {}, signal),
  // Whether calls can be taken changes without a contact to tell of it.
  refetchInterval: 30_000,
})

export const contactsQuery = infiniteQueryOptions({
  queryKey: ['contacts'],
  queryFn: ({ pageParam, signal }) => ask(listContacts, { query: { limit: 50, ...(pageParam !== '' && { before: pageParam }) } }, signal),
  initialPageParam: '',
  getNextPageParam: ({ next }) => next,
})

export const contactQuery = (contact: string) =>
  queryOptions({ queryKey: ['contact', contact], queryFn: ({ signal }) => ask(getContact, { params: { contact } }, signal) })

export const followUpsQuery = (which: 'open' | 'closed') =>
  queryOptions({
    queryKey: ['follow-ups', which],
    queryFn: ({ signal }) => ask(listFollowUps, { query: { open: which === 'open' ? 'true' : 'false' } }, signal),
    // Falling due is nobody's event: time alone brings it about.
    refetchInterval: 60_000,
  })

/** `from`: an ISO date; undefined: today in the business's zone. */
export const appointmentsQuery = (from: string | undefined) =>
  queryOptions({
    queryKey: ['appointments', from ?? 'today'],
    // Today is another day after midnight.
    ...(from === undefined && { refetchInterval: 60_000 }),
    queryFn: ({ signal }) => ask(listAppointments, { query: from === undefined ? {} : { from } }, signal),
  })

export const useCloseFollowUp = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ followUp, ...body }: { readonly followUp: string; readonly why: 'done' | 'not-needed'; readonly note?: string }) =>
      ask(closeFollowUp, { params: { followUp }, body }),
    onSuccess: ({ contact }) =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['follow-ups'] }),
        queries.invalidateQueries({ queryKey: ['contact', contact] }),
        queries.invalidateQueries({ queryKey: ['contacts'] }),
      ]),
  })
}
