/** How many letters must be put in, left out or replaced to make one word of the other (Levenshtein's distance). */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1]
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** The known name that somebody most likely meant, or undefined when none is near (more than a third of its letters differ). */
export const nearestName = (written: string, known: readonly string[]): string | undefined => {
  const ranked = known.map((name) => ({ name, far: distance(written, name) })).toSorted((a, b) => a.far - b.far)
  const [best] = ranked
  return best !== undefined && best.far <= best.name.length / 3 ? best.name : undefined
}
