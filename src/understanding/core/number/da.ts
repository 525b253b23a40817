import type { NumberVocabulary } from './vocabulary.ts'

const UNITS = [
  ['en', 1],
  ['et', 1],
  ['én', 1],
  ['ét', 1],
  ['een', 1],
  ['to', 2],
  ['tre', 3],
  ['fire', 4],
  ['fem', 5],
  ['seks', 6],
  ['syv', 7],
  ['otte', 8],
  ['ni', 9],
] as const

const TEENS = [
  ['nul', 0],
  ['ti', 10],
  ['elleve', 11],
  ['tolv', 12],
  ['tretten', 13],
  ['fjorten', 14],
  ['femten', 15],
  ['seksten', 16],
  ['sytten', 17],
  ['atten', 18],
  ['nitten', 19],
] as const

const TENS = [
  ['tyve', 20],
  ['tredive', 30],
  ['fyrre', 40],
  ['fyrretyve', 40],
  ['halvtreds', 50],
  ['halvtredsindstyve', 50],
  ['tres', 60],
  ['tresindstyve', 60],
  ['halvfjerds', 70],
  ['halvfjerdsindstyve', 70],
  ['firs', 80],
  ['firsindstyve', 80],
  ['halvfems', 90],
  ['halvfemsindstyve', 90],
] as const

/** `toogtyve`: Danish writes the unit first and all in one word. */
const JOINED = TENS.flatMap(([tens, tensValue]) => UNITS.map(([unit, value]) => [`${unit}og${tens}`, tensValue + value] as const))

const FIRST_ORDINALS = [
  ['første', 1],
  ['anden', 2],
  ['andet', 2],
  ['tredje', 3],
  ['tredie', 3],
  ['fjerde', 4],
  ['femte', 5],
  ['sjette', 6],
  ['syvende', 7],
  ['ottende', 8],
  ['niende', 9],
  ['tiende', 10],
  ['ellevte', 11],
  ['elvte', 11],
  ['tolvte', 12],
  ['trettende', 13],
  ['fjortende', 14],
  ['femtende', 15],
  ['sekstende', 16],
  ['syttende', 17],
  ['attende', 18],
  ['nittende', 19],
] as const

const TENS_ORDINALS = [
  ['tyvende', 20],
  ['tredivte', 30],
  ['tredvte', 30],
] as const

/** `toogtyvende` and, as recognisers hear it, `to og tyvende`. */
const JOINED_ORDINALS = TENS_ORDINALS.flatMap(([tens, tensValue]) =>
  UNITS.flatMap(([unit, value]) => [[`${unit}og${tens}`, tensValue + value] as const, [`${unit} og ${tens}`, tensValue + value] as const]),
).filter(([, value]) => value <= 31)

export const DANISH_NUMBERS: NumberVocabulary = {
  cardinals: new Map([...UNITS, ...TEENS, ...TENS, ...JOINED]),
  tens: new Map(TENS),
  unitsComeFirst: true,
  and: 'og',
  hundreds: ['hundrede', 'hundred'],
  thousands: ['tusind', 'tusinde'],
  ordinals: new Map([...FIRST_ORDINALS, ...TENS_ORDINALS, ...JOINED_ORDINALS]),
  ordinalEndings: ['.'],
  betweenDigits: ['så', 'og', 'bindestreg', 'streg', 'mellemrum', 'øh', 'øhm', 'pause'],
  double: ['dobbelt'],
  triple: ['tredobbelt', 'trippel'],
  plus: ['plus'],
  extension: ['lokal', 'lokalnummer'],
}
