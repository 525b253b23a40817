import { nearestName } from '../nearest-name.ts'
import { type Finding, oneOf, type Path } from '../problem.ts'
import type { Playbook } from '../schema.ts'

const twice = (what: string, path: Path, ids: readonly string[], key = 'id'): readonly Finding[] =>
  ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: [...path, index, key], message: `the ${what} "${id}" is there twice: give each ${what} an id of its own` }],
  )

/** A name that must lead to one of `known`. */
export const leadsNowhere = (what: string, path: Path, name: string, known: readonly string[]): readonly Finding[] => {
  if (known.includes(name)) return []
  const meant = nearestName(name, known)
  const hint = meant === undefined ? (known.length === 0 ? 'the playbook has none' : `write ${oneOf(known)}`) : `did you mean "${meant}"?`
  return [{ path, message: `"${name}" is no ${what} of this playbook: ${hint}` }]
}

/** Ids are unique in their list, and every mention of one leads somewhere. */
export const checkIds = (playbook: Playbook): readonly Finding[] => {
  const people = playbook.people.map(({ id }) => id)
  return [
    ...twice('person', ['people'], people),
    ...twice(
      'service',
      ['services'],
      playbook.services.map(({ id }) => id),
    ),
    ...twice(
      'call type',
      ['callTypes'],
      playbook.callTypes.map(({ id }) => id),
    ),
    ...twice(
      'knowledge article',
      ['knowledge'],
      playbook.knowledge.map(({ id }) => id),
    ),
    ...twice(
      'protected topic',
      ['protectedTopics'],
      playbook.protectedTopics.map(({ id }) => id),
    ),
    ...twice(
      'example',
      ['examples'],
      playbook.examples.map(({ name }) => name),
      'name',
    ),
    ...playbook.services.flatMap((service, index) => [
      ...service.people.flatMap((person, place) => leadsNowhere('person', ['services', index, 'people', place], person, people)),
      ...service.people.flatMap((person, place) =>
        service.people.indexOf(person) === place
          ? []
          : [{ path: ['services', index, 'people', place], message: `"${person}" is named twice for this service: once is enough` }],
      ),
    ]),
    ...leadsNowhere('person', ['escalation', 'owner'], playbook.escalation.owner, people),
    ...playbook.knowledge.flatMap(({ owner }, index) =>
      owner === undefined ? [] : leadsNowhere('person', ['knowledge', index, 'owner'], owner, people),
    ),
  ]
}
