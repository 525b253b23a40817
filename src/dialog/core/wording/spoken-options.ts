import type { Language } from '#kernel/language.ts'

/** Ways to say an answer that the engine offers by itself: the grammar of the recogniser, and a plain match on text. */
export const SPOKEN_OPTIONS = {
  book: {
    en: ['appointment', 'an appointment', 'book', 'booking', 'book an appointment', 'make an appointment'],
    da: ['bestille tid', 'bestil tid', 'en tid', 'tid', 'booking', 'tidsbestilling'],
  },
  message: { en: ['message', 'leave a message', 'a message'], da: ['besked', 'en besked', 'lægge en besked'] },
  topic: { en: ['question', 'a question', 'questions'], da: ['spørgsmål', 'et spørgsmål'] },
  hours: { en: ['opening hours', 'hours', 'when are you open'], da: ['åbningstider', 'åbningstid', 'hvornår har i åbent'] },
  person: { en: ['a person', 'person', 'operator', 'somebody'], da: ['en medarbejder', 'medarbejder', 'et menneske', 'en person'] },
  soonest: {
    en: ['as soon as possible', 'the first free time', 'soonest', 'first possible', 'any day', 'earliest'],
    da: ['hurtigst muligt', 'snarest muligt', 'den første ledige tid', 'første ledige', 'så snart som muligt'],
  },
  'next-week': { en: ['next week'], da: ['næste uge', 'i næste uge'] },
  date: { en: ['enter a date', 'a date'], da: ['en dato', 'indtaste en dato'] },
  later: { en: ['later', 'later times', 'more times', 'next'], da: ['senere', 'senere tider', 'flere tider', 'næste'] },
  earlier: { en: ['earlier', 'earlier times', 'go back'], da: ['tidligere', 'tidligere tider', 'forrige'] },
  'other-day': { en: ['another day', 'a different day', 'other day', 'none of them'], da: ['en anden dag', 'anden dag', 'ingen af dem'] },
  'more-options': { en: ['more', 'hear more'], da: ['flere', 'høre flere'] },
  yes: { en: ['yes'], da: ['ja'] },
  no: { en: ['no'], da: ['nej'] },
  'change-day': { en: ['the time', 'time', 'the day', 'day', 'the date'], da: ['tidspunktet', 'tiden', 'dagen', 'datoen'] },
  'change-service': { en: ['the service', 'the treatment', 'service', 'treatment'], da: ['behandlingen', 'ydelsen', 'behandling'] },
  'change-name': { en: ['the name', 'name', 'my name'], da: ['navnet', 'mit navn', 'navn'] },
  'change-number': { en: ['the number', 'number', 'phone number'], da: ['nummeret', 'telefonnummeret', 'nummer'] },
  record: { en: ['record', 'record it'], da: ['indtale', 'indtal det'] },
  language: { en: ['dansk', 'på dansk', 'danish'], da: ['english', 'in english', 'engelsk', 'speak english'] },
} as const satisfies Record<string, Record<Language, readonly string[]>>

const ORDINALS: Readonly<Record<Language, readonly (readonly string[])[]>> = {
  en: [
    ['one', 'the first', 'the first one', 'number one'],
    ['two', 'the second', 'the second one', 'number two'],
    ['three', 'the third', 'the third one', 'number three'],
  ],
  da: [
    ['et', 'den første', 'nummer et'],
    ['to', 'den anden', 'nummer to'],
    ['tre', 'den tredje', 'nummer tre'],
  ],
}

/** "the second one": by its place in what was read out, counted from 0. */
export const ordinalWords = (language: Language, place: number): readonly string[] => ORDINALS[language][place] ?? []
