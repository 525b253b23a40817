import type { OfferedTime } from '#contacts/core/index.ts'

/**
 * The times to offer a caller: `limit` of them after the first `after`, and whether there are more. A time that several people
 * could take is one time, with the first of them: to whoever wishes for no particular person, "nine with Anna or nine with Bo"
 * is one offer. Takes of `times` (sorted by start) no more than it needs.
 */
export const pageOfTimes = (
  times: Iterable<OfferedTime>,
  page: { readonly after: number; readonly limit: number },
): { readonly times: readonly OfferedTime[]; readonly more: boolean } => {
  const found: OfferedTime[] = []
  let starts = 0
  let last: OfferedTime | undefined
  for (const time of times) {
    if (time.start === last?.start) continue
    last = time
    starts += 1
    if (starts <= page.after) continue
    if (found.length === page.limit) return { times: found, more: true }
    found.push(time)
  }
  return { times: found, more: false }
}
