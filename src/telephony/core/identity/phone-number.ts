import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import { type PhoneNumber, isPhoneNumber } from '#kernel/phone-number.ts'
import { unescaped, type Uri } from '../message/uri.ts'

/** ISO 3166-1 alpha-2, upper case: whose national forms are read. */
export type Country = CountryCode

export const isCountry = (text: string): text is Country => isSupportedCountry(text)

/**
 * A number as people and trunks write it, as E.164: `20 12 34 56`, `0045 20123456`, `+4520123456` and `4520123456` are one
 * number in Denmark; `020 7946 0958` is +442079460958 in Britain. Undefined for names, extensions and short numbers.
 */
export const e164Of = (text: string, country: Country): PhoneNumber | undefined => {
  // No number is longer (ITU-T E.164: 15 digits, and room for a prefix and separators); what is, is not searched.
  if (text.length > 40 || !/^[+0-9 ().\-/]+$/.test(text)) return undefined
  const national = parsePhoneNumberFromString(text, country)
  // Some trunks leave out the "+" of a full international number.
  const international = national?.isValid() === true ? national : parsePhoneNumberFromString(`+${text.replaceAll(/[^0-9]/g, '')}`)
  const number = international?.isValid() === true ? international : national
  return number?.isPossible() === true && isPhoneNumber(number.number) ? number.number : undefined
}

/** The telephone number a `sip:` or `tel:` URI names (RFC 3261, 19.1.6; RFC 3966, with its phone-context), when it names one. */
export const numberOfUri = (uri: Uri, country: Country): PhoneNumber | undefined => {
  const [subscriber = '', ...params] = userOf(uri).split(';')
  const context = params.find((param) => param.startsWith('phone-context=+'))?.slice('phone-context='.length)
  return e164Of(context === undefined || subscriber.startsWith('+') ? subscriber : context + subscriber, country)
}

/** The user part, escapes resolved; for `tel:` the number with its parameters. */
export const userOf = (uri: Uri): string => unescaped(uri.kind === 'sip' ? (uri.user ?? '') : uri.rest)
