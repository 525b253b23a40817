/** A payment card's number has 13 to 19 digits here (ISO/IEC 7812-1 allows up to 19; the shortest in use have 13). */
export const CARD_DIGITS = { minimum: 13, maximum: 19 }

/** The check digit of ISO/IEC 7812-1 annex B (Luhn): every second digit from the right doubled, digit sums added, a multiple of ten. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const weighted = index % 2 === 0 ? digit : digit * 2
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

/** First digits and lengths of the schemes in use: Visa and Dankort, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const SCHEMES: readonly { readonly begins: RegExp; readonly lengths: readonly number[] }[] = [
  { begins: /^4/, lengths: [13, 16, 19] },
  { begins: /^(5[1-5]|2(2[2-9]|[3-6]\d|7[01])\d|2720|5019)/, lengths: [16] },
  { begins: /^3[47]/, lengths: [15] },
  { begins: /^3(0[0-5]|[689])/, lengths: [14, 16] },
  { begins: /^(6011|64[4-9]|65|62|35(2[89]|[3-8]\d))/, lengths: [16, 17, 18, 19] },
  { begins: /^(50|5[6-9]|6[0-9])/, lengths: [13, 14, 15, 16, 17, 18, 19] },
]

/** Whether a card scheme gives out numbers that begin so and are so long. */
export const hasIssuer = (digits: string): boolean =>
  SCHEMES.some(({ begins, lengths }) => lengths.includes(digits.length) && begins.test(digits))
