import type { Finding, Path } from '../problem.ts'
import type { Playbook, Wording } from '../schema.ts'

/** Everything the first line may say, with the place where it stands. */
const wordings = (playbook: Playbook): readonly (readonly [Path, Wording])[] => [
  [['greeting'], playbook.greeting],
  [['emergency', 'say'], playbook.emergency.say],
  ...(playbook.identity.pronounced === undefined ? [] : [[['identity', 'pronounced'], playbook.identity.pronounced] as const]),
  ...playbook.services.map(({ name }, index) => [['services', index, 'name'], name] as const),
  ...playbook.callTypes.flatMap(({ name, intake }, index) => [
    [['callTypes', index, 'name'], name] as const,
    ...intake.flatMap(({ ask, options }, question) => [
      [['callTypes', index, 'intake', question, 'ask'], ask] as const,
      ...(options ?? []).map(
        ({ name: option }, place) => [['callTypes', index, 'intake', question, 'options', place, 'name'], option] as const,
      ),
    ]),
  ]),
  ...playbook.knowledge.flatMap(({ title, answer }, index) => [
    [['knowledge', index, 'title'], title] as const,
    [['knowledge', index, 'answer'], answer] as const,
  ]),
  ...playbook.protectedTopics.flatMap(({ name, say }, index) => [
    [['protectedTopics', index, 'name'], name] as const,
    ...(say === undefined ? [] : [[['protectedTopics', index, 'say'], say] as const]),
  ]),
]

/** What is said is there in every language the business speaks, and those languages are listed once. */
export const checkLanguages = (playbook: Playbook): readonly Finding[] => {
  const { languages } = playbook.identity
  const findings: Finding[] = []
  languages.forEach((language, index) => {
    if (languages.indexOf(language) !== index) {
      findings.push({ path: ['identity', 'languages', index], message: `"${language}" is listed twice: list each language once` })
    }
  })
  if (!languages.includes(playbook.fallbackLanguage)) {
    findings.push({
      path: ['fallbackLanguage'],
      message: `"${playbook.fallbackLanguage}" is not among identity.languages (${languages.join(', ')}): the fallback must be spoken`,
    })
  }
  for (const [path, wording] of wordings(playbook)) {
    for (const language of new Set(languages)) {
      const text = wording[language]
      if (text === undefined || text.trim() === '') {
        findings.push({ path, message: `the wording in "${language}" is missing: identity.languages says that the business speaks it` })
      }
    }
  }
  return findings
}
