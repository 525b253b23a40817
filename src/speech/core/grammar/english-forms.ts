import { anyOf, inOrder, maybe, oneOf, type Phrase, repeated, weighted } from './phrase.ts'
import { DIGIT_WORDS, numberInWords, TENS_WORDS } from './spoken-words.ts'

/**
 * How English callers say each form of answer, as grammar. Breadth costs accuracy at 8 kHz, so only what people say often is
 * here; understanding reads more than this from chat and from better recognisers.
 */

// Yes or no ------------------------------------------------------------------------------------------------------------

export const yesOrNo = (): Phrase =>
  anyOf(
    inOrder(oneOf('yes yeah yep yup'), maybe(anyOf('please', "that's right", 'that is right', "that's correct", 'it is', 'i do'))),
    anyOf("that's right", 'that is right', "that's correct", 'that is correct', "that's fine", 'that is fine', 'that works'),
    inOrder(oneOf('okay sure correct right fine perfect exactly absolutely'), maybe('please')),
    'of course',
    'sounds good',
    inOrder(oneOf('no nope'), maybe(anyOf('thanks', 'thank you', "that's wrong", 'that is wrong', "it isn't", 'not really'))),
    anyOf("that's wrong", 'that is wrong', "that's not right", 'that is not right', 'not really', 'not correct', 'wrong', 'incorrect'),
  )

// Digits ---------------------------------------------------------------------------------------------------------------

const digit = anyOf(...DIGIT_WORDS, 'oh')
const several = inOrder(oneOf('double triple'), digit)

/**
 * A digit string. Exactly as many as are expected is likelier than another count, so that a swallowed or invented digit
 * loses against the right number; another count remains possible, because people correct themselves and stop half way.
 */
export const digits = (minimum: number, maximum: number): Phrase => {
  const free = repeated(weighted([10, digit], [1, several]), 0.1)
  if (minimum !== maximum || maximum > 16) return free
  const exact = inOrder(...Array.from({ length: maximum }, () => digit))
  return weighted([EXACT_COUNT_WEIGHT, exact], [1, free])
}

const EXACT_COUNT_WEIGHT = 1_000

// Dates ----------------------------------------------------------------------------------------------------------------

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const MONTHS = 'january february march april may june july august september october november december'
const LOW_ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'
const ordinalOfDay = anyOf(
  ...`${LOW_ORDINALS} sixteenth seventeenth eighteenth nineteenth twentieth`.split(' '),
  ...LOW_ORDINALS.split(' ')
    .slice(0, 9)
    .map((ordinal) => `twenty ${ordinal}`),
  'thirtieth',
  'thirty first',
)
const month = oneOf(MONTHS)
const dayPart = oneOf('morning afternoon evening')

export const date = (): Phrase => {
  const weekday = anyOf(...WEEKDAYS)
  const dayOfMonth = anyOf(
    inOrder(maybe('the'), ordinalOfDay, maybe('of'), month),
    inOrder(month, maybe('the'), ordinalOfDay),
    inOrder('the', ordinalOfDay),
  )
  return weighted(
    [6, inOrder(maybe('on'), maybe(oneOf('next this coming')), weekday, maybe(dayPart))],
    [1, inOrder(weekday, 'next week')],
    [4, inOrder(oneOf('today tomorrow'), maybe(dayPart))],
    [1, inOrder(maybe('the'), 'day after tomorrow')],
    [6, inOrder(maybe('on'), dayOfMonth)],
    [2, inOrder(maybe('on'), weekday, maybe('the'), ordinalOfDay, maybe(inOrder(maybe('of'), month)))],
    [2, anyOf('next week', 'this week', 'the week after next', 'in two weeks', 'in three weeks', 'in a week', 'next month')],
    [1, anyOf('as soon as possible', 'the earliest', 'any day', 'any time')],
    [2, inOrder(maybe('on'), maybe('next'), weekday, oneOf('at after before around'), clockTime())],
    [1, inOrder('tomorrow', oneOf('at after before around'), clockTime())],
  )
}

// Times ----------------------------------------------------------------------------------------------------------------

const hour = anyOf(...Array.from({ length: 12 }, (_, index) => numberInWords(index + 1)))
const lateHour = anyOf(...Array.from({ length: 11 }, (_, index) => numberInWords(index + 13)))
const minutes = anyOf(
  'fifteen',
  'thirty',
  'oh five',
  'ten',
  ...TENS_WORDS.filter((tens) => tens === 'twenty' || tens === 'forty' || tens === 'fifty'),
  ...[25, 35, 45, 55].map(numberInWords),
)
const half = oneOf('a.m. pm')
const ofDay = inOrder('in the', dayPart)

function clockTime(): Phrase {
  return weighted(
    [4, inOrder(hour, maybe(anyOf("o'clock", half, ofDay)))],
    [3, inOrder('half past', hour, maybe(ofDay))],
    [3, inOrder('quarter', oneOf('past to'), hour, maybe(ofDay))],
    [2, inOrder(oneOf('five ten twenty'), oneOf('past to'), hour)],
    [4, inOrder(hour, minutes, maybe(half))],
    [1, inOrder(lateHour, anyOf('hundred', 'thirty', 'fifteen', 'forty five'))],
    [1, anyOf('noon', 'midday')],
  )
}

export const time = (): Phrase =>
  weighted(
    [8, inOrder(maybe('at'), clockTime())],
    [2, inOrder(oneOf('after before around about'), clockTime())],
    [2, inOrder(maybe('in'), maybe('the'), dayPart)],
    [1, anyOf('any time', 'the earliest', 'the latest', 'the first one', 'as early as possible', 'first thing', 'lunchtime')],
  )

// Words that always work -----------------------------------------------------------------------------------------------

export const command = (): Phrase =>
  anyOf(
    'operator',
    'reception',
    inOrder(
      maybe(anyOf('can i', 'could i', "i'd like to", 'i want to', 'let me')),
      oneOf('speak talk'),
      oneOf('to with'),
      anyOf('a person', 'a human', 'someone', 'somebody', 'a real person', 'an operator'),
    ),
    inOrder(anyOf('a', 'a real', 'real'), oneOf('person human')),
    inOrder(maybe(anyOf('can you', 'could you', 'please')), anyOf('repeat that', 'say that again', 'repeat')),
    anyOf('pardon', 'what was that', 'sorry what was that'),
    anyOf('help', 'help me'),
    anyOf('goodbye', 'bye', 'bye bye'),
    anyOf('start over', 'start again', 'go back'),
    anyOf('cancel', 'cancel that', 'never mind'),
    anyOf('leave a message', 'take a message'),
  )

// Around an answer -----------------------------------------------------------------------------------------------------

/** What people put before an answer without changing it. */
export const opening = (): Phrase =>
  anyOf('uh', 'um', 'well', "it's", 'it is', "i'd like", 'i would like', 'i want', 'i need', "i'll take", "let's say", 'maybe', 'how about')

export const closing = (): Phrase => anyOf('please', 'thanks', 'thank you', 'then')

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'] as const

/** Choosing the `place`th option (from 1) by its number: "two", "number two", "option two", "the second one". */
export const byNumber = (place: number): Phrase => {
  const ordinal = ORDINALS[place - 1]
  const number = numberInWords(place)
  return anyOf(
    inOrder(maybe(oneOf('number option')), number),
    ...(ordinal === undefined ? [] : [inOrder('the', ordinal, maybe(oneOf('one option')))]),
  )
}
