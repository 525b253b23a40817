/**
 * Text as a person would say it: lower-case words of letters and apostrophes, numbers below a hundred as words, longer ones
 * digit by digit. The playbook writes "30-minute check-up"; a caller says "thirty minute check up".
 */
export const spokenWords = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/æ/g, 'ae')
    .replace(/ø/g, 'o')
    .replace(/&/g, ' and ')
    .replace(/\d+/g, (digits) => ` ${spokenNumber(digits)} `)
    .replace(/[^a-z']+/g, ' ')
    .split(' ')
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '')

export const DIGIT_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const
export const TEEN_WORDS = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
] as const
export const TENS_WORDS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const

/** A whole number from 0 to 99 in words, without hyphens: the dictionary has "twenty" and "one". */
export const numberInWords = (number: number): string => {
  if (!Number.isInteger(number) || number < 0 || number > 99) throw new RangeError(`words are known for 0 to 99, not ${number}`)
  if (number < 10) return DIGIT_WORDS[number] ?? ''
  if (number < 20) return TEEN_WORDS[number - 10] ?? ''
  const tens = TENS_WORDS[Math.floor(number / 10) - 2] ?? ''
  return number % 10 === 0 ? tens : `${tens} ${DIGIT_WORDS[number % 10] ?? ''}`
}

const spokenNumber = (digits: string): string =>
  digits.length <= 2 && !(digits.length === 2 && digits.startsWith('0'))
    ? numberInWords(Number(digits))
    : Array.from(digits, (digit) => DIGIT_WORDS[Number(digit)] ?? '').join(' ')
