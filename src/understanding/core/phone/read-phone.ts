import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Language } from '#kernel/language.ts'
import { isPhoneNumber, type PhoneNumber } from '#kernel/phone-number.ts'
import { type DigitRun, digitRuns } from '../number/spoken-digits.ts'
import { NUMBERS } from '../number/read-numbers.ts'
import type { Reading } from '../proposal.ts'
import { segments } from '../words/correction.ts'
import { findPhrase, phraseBook } from '../words/phrase.ts'
import { plainWords, type Token } from '../words/tokens.ts'

const NO_NUMBER = phraseBook([
  "(i don't|i do not) have (a|any|one)? (phone|number|mobile|telephone)?",
  "(i'd|i would) (rather|prefer) not",
  'no (phone|number)',
  'jeg har (ikke|ingen) (noget|nogen|en)? (telefon|mobil|nummer|telefonnummer)?',
  'det har jeg ikke',
  'det vil jeg (helst|ikke) ikke?',
  'ikke (noget|et) nummer',
])

/** Fewer digits than this are a house number, an age or a time, unless a number was asked for. */
const FEWEST_DIGITS = 6
/** "The one I am calling from" has a digit in it and is no number. */
const FEWEST_WHEN_ASKED = 3

/** The number in E.164, if these digits are a valid one by libphonenumber's full tables. */
export const validPhone = (digits: string, plus: boolean, country: string): PhoneNumber | undefined => {
  const region: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  // "00" is how most of the world dials the plus (ITU-T E.123, E.164); the number itself may lack it when the country code is said.
  const written = plus ? `+${digits}` : digits.startsWith('00') ? `+${digits.slice(2)}` : digits
  const parsed = parsePhoneNumberFromString(written, region === undefined ? {} : { defaultCountry: region, extract: false })
  return parsed?.isValid() === true && isPhoneNumber(parsed.number) ? parsed.number : undefined
}

/** Digits before "extension", "lokal": what follows it is no part of the number. */
const withoutExtension = (tokens: readonly Token[], language: Language): readonly Token[] => {
  const at = tokens.findIndex((token, index) => index > 0 && NUMBERS[language].extension.includes(token.text))
  return at < 0 ? tokens : tokens.slice(0, at)
}

const phoneOfRun = (run: DigitRun, country: string): PhoneNumber | undefined => validPhone(run.groups.join(''), run.plus, country)

/**
 * A number corrected half way: "twenty, twelve, thirty four, fifty six, no, fifty seven". The groups said last before the
 * correction are replaced by as many as follow it, if exactly one way of doing so gives a valid number.
 */
const patched = (before: DigitRun, after: DigitRun, country: string): PhoneNumber | undefined => {
  const found = new Set<PhoneNumber>()
  for (let keep = 0; keep <= before.groups.length; keep += 1) {
    const replaced = before.groups.slice(keep).join('').length
    if (replaced !== after.groups.join('').length) continue
    const phone = validPhone([...before.groups.slice(0, keep), ...after.groups].join(''), before.plus, country)
    if (phone !== undefined) found.add(phone)
  }
  return found.size === 1 ? [...found][0] : undefined
}

/** A telephone number said in words or digits. Incomplete, too long or impossible ones are `ask`. */
export const readPhone = (
  text: string,
  allTokens: readonly Token[],
  language: Language,
  country: string,
  asked: boolean,
): Reading<PhoneNumber> => {
  const tokens = withoutExtension(allTokens, language)
  const stretches = segments(tokens)
  const runs = stretches.map(({ from, to }) => digitRuns(tokens.slice(from, to), language))
  const words = (run: DigitRun): string => `${run.plus ? '+' : ''}${run.groups.join(' ')}`
  const found = (value: PhoneNumber, run: DigitRun): Reading<PhoneNumber> => ({ is: 'found', value, confidence: 0.95, words: words(run) })

  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const here = runs[index] ?? []
    const valid = here.map((run) => ({ run, phone: phoneOfRun(run, country) })).filter(({ phone }) => phone !== undefined)
    const distinct = new Set(valid.map(({ phone }) => phone))
    const first = valid[0]
    if (distinct.size === 1 && first?.phone !== undefined) return found(first.phone, first.run)
    if (distinct.size > 1) return { is: 'ask', words: here.map(words).join(', ') }
    // Hesitation cuts a number into runs: all of them together, if that is one.
    const together: DigitRun = { groups: here.flatMap((run) => run.groups), plus: here[0]?.plus === true, from: 0, to: 0 }
    const whole = here.length > 1 && here.slice(1).every((run) => !run.plus) ? phoneOfRun(together, country) : undefined
    if (whole !== undefined) return found(whole, together)
    const before = runs
      .slice(0, index)
      .findLast((list) => list.length > 0)
      ?.at(-1)
    const after = here[0]
    if (before !== undefined && after !== undefined) {
      const mended = patched(before, after, country)
      if (mended !== undefined) return found(mended, { ...after, groups: [...before.groups, '/', ...after.groups] })
    }
    const digits = here.reduce((sum, run) => sum + run.groups.join('').length, 0)
    if (digits >= (asked ? FEWEST_WHEN_ASKED : FEWEST_DIGITS)) return { is: 'ask', words: here.map(words).join(' ') }
    if (digits > 0) return { is: 'absent' }
  }
  const none = asked ? findPhrase(NO_NUMBER, plainWords(text)) : undefined
  return none === undefined ? { is: 'absent' } : { is: 'none', words: none.words }
}
