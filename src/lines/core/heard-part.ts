/**
 * The words of `text` that can have been heard when `playedMs` of its `totalMs` had sounded: whole words only, by their share
 * of the characters. A word that had only begun is not counted, so that the record never claims more than was said.
 */
export const heardPart = (text: string, playedMs: number, totalMs: number): string => {
  if (totalMs <= 0 || playedMs <= 0) return ''
  if (playedMs >= totalMs) return text
  const characters = Math.floor((text.length * playedMs) / totalMs)
  if (characters >= text.length) return text
  if (/\s/.test(text.charAt(characters))) return text.slice(0, characters).trimEnd()
  const lastSpace = text.slice(0, characters).search(/\s\S*$/)
  return lastSpace < 0 ? '' : text.slice(0, lastSpace).trimEnd()
}
