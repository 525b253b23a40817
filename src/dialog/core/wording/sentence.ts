import type { Brand } from '#kernel/brand.ts'

/**
 * How a sentence comes to be. Words come from a template of the catalog (which holds no digit at all) or are approved text
 * of the playbook; whatever is a fact in it is a `CheckedValue`, and those are made only where the fact is at hand. So a
 * time, a price or a number that nobody approved has no way into a sentence.
 */

/** Where a fact comes from: the business's playbook, its calendar and clock, the caller, or the engine (keys, 112). */
export type ValueSource = 'playbook' | 'calendar' | 'caller' | 'engine'

export type CheckedValue = Brand<{ readonly text: string; readonly source: ValueSource }, 'CheckedValue'>

/** Words ready to be said. `fixed`: the same in every contact with this playbook, so a voice may render it beforehand. */
export type Sentence = { readonly text: string; readonly sources: readonly ValueSource[]; readonly fixed: boolean }

/** The names in braces of a template, as a type: a value forgotten is a compile error. */
export type Placeholders<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

const NOTHING: Sentence = { text: '', sources: [], fixed: true }

export const checked = (text: string, source: ValueSource): CheckedValue => ({ text, source }) as CheckedValue

/** A template with its values put in. */
export const sentence = <Template extends string>(
  template: Template,
  values: Readonly<Record<Placeholders<Template>, CheckedValue>>,
): Sentence => {
  const byName: Readonly<Record<string, CheckedValue>> = values
  const sources = new Set<ValueSource>()
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = byName[name]
    if (value === undefined) return ''
    sources.add(value.source)
    return value.text
  })
  return { text, sources: [...sources], fixed: isFixed([...sources]) }
}

/** Text of the playbook, said as the business approved it. */
export const approved = (text: string): Sentence => ({ text, sources: ['playbook'], fixed: true })

/** Several sentences said in one breath; empty ones fall away. */
export const together = (...parts: readonly Sentence[]): Sentence => {
  const said = parts.filter((part) => part.text !== '')
  if (said.length === 0) return NOTHING
  const sources = [...new Set(said.flatMap((part) => part.sources))]
  return { text: said.map((part) => part.text).join(' '), sources, fixed: said.every((part) => part.fixed) }
}

/** A sentence inside another one, as a value that keeps the least certain of its sources. */
export const asValue = (part: Sentence): CheckedValue => {
  const source = (['caller', 'calendar', 'playbook'] as const).find((each) => part.sources.includes(each)) ?? 'engine'
  return checked(part.text, source)
}

const isFixed = (sources: readonly ValueSource[]): boolean => !sources.includes('caller') && !sources.includes('calendar')
