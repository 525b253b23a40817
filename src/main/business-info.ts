import type { BusinessInfo } from '#contract/index.ts'
import type { BusinessId } from '#kernel/ids.ts'
import type { Playbook, Wording } from '#playbook/core/index.ts'

/** What the ids in contacts and appointments are called, in the business's own words. */
export const businessInfo = (business: BusinessId, playbook: Playbook): BusinessInfo => {
  const { identity, fallbackLanguage } = playbook
  const inItsLanguage = (wording: Wording): string => wording[fallbackLanguage] ?? wording.en ?? wording.da ?? ''
  const called = ({ id, name }: { readonly id: string; readonly name: Wording }) => ({ id, name: inItsLanguage(name), names: name })
  return {
    id: business,
    name: identity.name,
    timeZone: identity.timeZone,
    languages: identity.languages,
    services: playbook.services.map(called),
    people: playbook.people.map(({ id, name }) => ({ id, name })),
    callTypes: playbook.callTypes.map(called),
    articles: playbook.knowledge.map(({ id, title }) => called({ id, name: title })),
    topics: playbook.protectedTopics.map(called),
  }
}
