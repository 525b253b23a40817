/** Abbreviations and titles that may stand before a capital letter: their full stop ends no sentence. */
const ABBREVIATIONS: ReadonlySet<string> = new Set([
  'dr.',
  'mr.',
  'mrs.',
  'ms.',
  'st.',
  'no.',
  'hr.',
  'fr.',
  'kl.',
  'nr.',
  'skt.',
  'tlf.',
  'ca.',
  'd.',
])

/**
 * A text's sentences, in order, without the white space between them. A sentence ends at `.`, `!` or `?` before a capital letter; "kl. 14.30",
 * "den 4. december" and "Dr. Holm" end nothing. Joined by single spaces they are the text again.
 */
export const sentencesOf = (text: string): readonly string[] => {
  const sentences: string[] = []
  let rest = text.trim().replaceAll(/\s+/g, ' ')
  let from = 0
  for (const { index } of rest.matchAll(/[.!?](?= \p{Lu})/gu)) {
    const lastWord =
      rest
        .slice(from, index + 1)
        .split(' ')
        .at(-1) ?? ''
    if (ABBREVIATIONS.has(lastWord.toLowerCase())) continue
    sentences.push(rest.slice(from, index + 1))
    from = index + 2
  }
  rest = rest.slice(from)
  return rest === '' ? sentences : [...sentences, rest]
}
