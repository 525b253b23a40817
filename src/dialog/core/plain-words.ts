/** Lower case, without punctuation, single spaces: for comparing what was said word for word. */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

export const countWords = (text: string): number => plainWords(text).split(' ').filter(Boolean).length

/** Whether `words` occur in `text` as whole words, in a row. */
export const saysWords = (text: string, words: string): boolean => {
  const wanted = plainWords(words)
  return wanted !== '' && ` ${plainWords(text)} `.includes(` ${wanted} `)
}
