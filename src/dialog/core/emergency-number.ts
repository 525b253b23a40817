/**
 * Emergency numbers that are right in the whole country. 112: Directive (EU) 2018/1972, article 109, in all EU states, and by
 * national law in the EEA, Switzerland and the United Kingdom (beside 999). 911: United States (47 U.S.C. § 251(e)(3)) and
 * Canada (CRTC). A country that is not listed is not guessed.
 */
const ONE_ONE_TWO: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO CH GB FO GL'.split(' '),
)
const NINE_ONE_ONE: ReadonlySet<string> = new Set(['US', 'CA'])

export const emergencyNumber = (country: string): string | undefined =>
  ONE_ONE_TWO.has(country) ? '112' : NINE_ONE_ONE.has(country) ? '911' : undefined
