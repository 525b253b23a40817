/** Letters to add, drop or change to make `b` of `a` (Levenshtein 1965), or `limit` when it is no fewer. */
const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_none, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? limit) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? limit) + 1, (next[j - 1] ?? limit) + 1))
    }
    row = next
  }
  return Math.min(limit, row[b.length] ?? limit)
}

/** The known name that a mistyped one was likely meant to be; `undefined` where none is near. */
export const nearestName = (typed: string, known: readonly string[]): string | undefined => {
  const limit = typed.length <= 4 ? 2 : 4
  let best: string | undefined
  let least = limit
  for (const name of known) {
    const apart = distance(typed.slice(0, 80).toLowerCase(), name.toLowerCase(), limit)
    if (apart < least) {
      least = apart
      best = name
    }
  }
  return best
}
