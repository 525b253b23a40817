import type { Language } from '#kernel/language.ts'
import type { Wording } from '#playbook/core/index.ts'
import { da } from './da.ts'
import { type Catalog, en } from './en.ts'
import { approved, asValue, type CheckedValue, checked, type Placeholders, type Sentence, sentence } from './sentence.ts'

export const CATALOGS: Readonly<Record<Language, Catalog>> = { en, da }

type English = typeof en
export type LineName = keyof English

/** A sentence of the catalog in `language`; its values are asked for by name, by the compiler. */
export const line = <Name extends LineName>(
  language: Language,
  name: Name,
  ...values: [Placeholders<English[Name]>] extends [never] ? [] : [Readonly<Record<Placeholders<English[Name]>, CheckedValue>>]
): Sentence => sentence<string>(CATALOGS[language][name], values[0] ?? {})

/** A word or label of the catalog as a value. */
export const word = (language: Language, name: LineName): CheckedValue => checked(CATALOGS[language][name], 'engine')

/** What the playbook says in `language`, or else in its fallback, or else in whatever it has. */
export const playbookText = (wording: Wording | undefined, language: Language, fallback: Language): string =>
  wording?.[language] ?? wording?.[fallback] ?? wording?.en ?? wording?.da ?? ''

export const playbookSentence = (wording: Wording | undefined, language: Language, fallback: Language): Sentence =>
  approved(playbookText(wording, language, fallback))

/** "a, b or c"; "a, b eller c". */
export const listed = (language: Language, parts: readonly CheckedValue[], joint: 'or' | 'and'): CheckedValue => {
  const last = parts.at(-1)
  if (last === undefined) return checked('', 'engine')
  if (parts.length === 1) return last
  const text = `${parts
    .slice(0, -1)
    .map((part) => part.text)
    .join(', ')} ${CATALOGS[language][joint]} ${last.text}`
  const source = (['caller', 'calendar', 'playbook'] as const).find((each) => parts.some((part) => part.source === each)) ?? 'engine'
  return checked(text, source)
}

export type KeyLabel = { readonly key: string; readonly label: CheckedValue }

/** "Press 1 to book an appointment, 2 to leave a message or 0 to reach a person." */
export const keyList = (language: Language, keys: readonly KeyLabel[], typed: boolean): Sentence => {
  const parts = keys.map(({ key, label }, index) => {
    const name: LineName = index > 0 ? 'keyNext' : typed ? 'keyFirstTyped' : 'keyFirst'
    return asValue(sentence<string>(CATALOGS[language][name], { key: checked(key, 'engine'), label }))
  })
  return sentence<string>('{keys}.', { keys: listed(language, parts, 'or') })
}
