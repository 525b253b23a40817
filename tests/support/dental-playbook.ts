import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type DialogRules, dialogRules, momentOf } from '#dialog/index.ts'
import { Playbook } from '#playbook/core/index.ts'

const file = new URL('../fixtures/playbooks/dental.yaml', import.meta.url)

/** The small dentist of the fixtures. */
export const dentalPlaybook: Playbook = Playbook.parse(parse(readFileSync(file, 'utf8')))

export const dentalRules: DialogRules = dialogRules(dentalPlaybook)

/** A Monday morning in Copenhagen, open. */
export const MONDAY_MORNING = momentOf('2026-11-23T09:10', 'Europe/Copenhagen')
