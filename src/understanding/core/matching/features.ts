/**
 * What a text is made of, for comparing texts: words, pairs of words, and pieces of words (three to five letters), which
 * forgive inflection, Danish compounds and misspellings.
 */
export const features = (plain: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  const add = (feature: string): void => void counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const words = plain.trim() === '' ? [] : plain.trim().split(' ')
  words.forEach((word, at) => {
    add(`w ${word}`)
    const next = words[at + 1]
    if (next !== undefined) add(`p ${word} ${next}`)
    const padded = ` ${word} `
    for (const size of [3, 4, 5])
      for (let start = 0; start + size <= padded.length; start += 1) add(`c ${padded.slice(start, start + size)}`)
  })
  return counts
}
