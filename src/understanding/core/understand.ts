import { Temporal } from 'temporal-polyfill'
import type { Instant } from '#kernel/instant.ts'
import { LANGUAGES, type Language } from '#kernel/language.ts'
import { type Asked, type TurnContext, whatIsAsked } from './asked.ts'
import { type Option, readChoice } from './choice/read-choice.ts'
import { readEmail } from './email/read-email.ts'
import { matchMeanings, namedMeanings } from './matching/matcher.ts'
import { readMoment } from './moment/read-moment.ts'
import { type Situation, situation } from './moment/situation.ts'
import { readName } from './name/read-name.ts'
import { readNumber } from './number/read-number.ts'
import { readPhone } from './phone/read-phone.ts'
import type { PreparedPlaybook } from './prepare.ts'
import type { Guess, Proposal } from './proposal.ts'
import { guessLanguage, readEmergency, readSignal } from './signals/read-signals.ts'
import { plainWords, tidy, tokenize } from './words/tokens.ts'
import { readYesNo } from './yes-no/read-yes-no.ts'

/** How sure a turn must be of another language than the contact's before it is read in that one. */
const SURE_OF_ANOTHER_LANGUAGE = 0.6

const readIn = (guess: Guess<Language> | undefined, contact: Language): Language =>
  guess !== undefined && guess.confidence >= SURE_OF_ANOTHER_LANGUAGE ? guess.value : contact

const optionAt = (start: Instant | undefined, timeZone: string, phrases: readonly string[]): Option => {
  if (start === undefined) return { date: undefined, time: undefined, phrases }
  const local = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone)
  return { date: local.toPlainDate().toString(), time: local.toPlainTime().toString().slice(0, 5), phrases }
}

const optionsOf = (context: TurnContext, timeZone: string): readonly Option[] => {
  if (context.options !== undefined && context.options.length > 0) {
    return context.options.map(({ words, start }) => optionAt(start, timeZone, words))
  }
  if (context.offered !== undefined && context.offered.length > 0) {
    return context.offered.map(({ start, personName }) => optionAt(start, timeZone, uniqueName(context, personName)))
  }
  const form = context.expect?.forms.find((each) => each.kind === 'choice')
  return form?.kind === 'choice' ? form.options.map((phrases) => optionAt(undefined, timeZone, phrases)) : []
}

/** A person's name picks an offered time only where no other offered time is with that person. */
const uniqueName = (context: TurnContext, name: string): readonly string[] =>
  context.offered?.filter((offered) => offered.personName === name).length === 1 ? [name, name.split(' ')[0] ?? name] : []

const situationOf = (prepared: PreparedPlaybook, context: TurnContext, language: Language, asked: Asked): Situation => {
  const { identity, booking } = prepared.playbook
  return situation(context.now, identity.timeZone, {
    language,
    country: identity.country,
    asked: { date: asked.date, time: asked.time },
    horizonDays: booking.horizonDays,
  })
}

/**
 * What a turn may mean, in English and Danish: the same turn with the same context always means the same. It never throws,
 * whatever is said; what it cannot tell it leaves out, what is ambiguous it says so.
 */
export const understand = (prepared: PreparedPlaybook, said: string, context: TurnContext): Proposal => {
  const text = tidy(said)
  const tokens = tokenize(text)
  const plain = plainWords(said)
  const guess = guessLanguage(plain)
  const language = readIn(guess, context.language)
  const languages = [language, ...LANGUAGES.filter((other) => other !== language)]
  const asked = whatIsAsked(prepared.playbook, context)
  const at = situationOf(prepared, context, language, asked)
  const { country, timeZone } = prepared.playbook.identity
  const moment = readMoment(text, tokens, at)
  return {
    text: said,
    language: guess,
    emergency: readEmergency(text, prepared.emergency),
    person: readSignal(plain, 'person', languages),
    goodbye: readSignal(plain, 'goodbye', languages),
    repeat: readSignal(plain, 'repeat', languages),
    help: readSignal(plain, 'help', languages),
    startOver: readSignal(plain, 'startOver', languages),
    urgent: readSignal(plain, 'urgent', languages),
    existing: readSignal(plain, 'existing', languages),
    backOut: readSignal(plain, 'backOut', languages),
    protectedTopics: namedMeanings(prepared.protectedTopics, plain),
    callTypes: matchMeanings(prepared.callTypes, plain),
    articles: matchMeanings(prepared.articles, plain),
    services: namedMeanings(prepared.services, plain),
    people: namedMeanings(prepared.people, plain, 0.95),
    values: {
      yesNo: readYesNo(said, language),
      choice: readChoice(said, tokens, optionsOf(context, timeZone), at),
      name: readName(text, tokens, language, asked.name),
      phone: readPhone(said, tokens, language, country, asked.digits),
      email: readEmail(text, tokens, language, asked.email),
      date: moment.date,
      time: moment.time,
      number: readNumber(tokens, language),
    },
  }
}
