import { Temporal } from 'temporal-polyfill'
import { isPhoneNumber } from '#kernel/phone-number.ts'
import type { Finding } from '../problem.ts'
import type { Playbook } from '../schema.ts'
import { leadsNowhere } from './ids.ts'

/** Outcomes an example may expect (one for each contact, as the ledger knows them). */
const OUTCOMES = ['answered', 'booked', 'routed', 'message-taken', 'escalated', 'logged', 'abandoned', 'spam', 'interrupted'] as const

/** Slots that every booking and every message has, beside those of the call types' own intake. */
const BUILT_IN_SLOTS = ['service', 'person', 'day', 'time', 'name', 'number', 'email', 'matter', 'urgent'] as const

const isLocalTime = (text: string): boolean => {
  try {
    Temporal.PlainDateTime.from(text)
    return true
  } catch {
    // Temporal says "no such time" by throwing.
    return false
  }
}

/** What is answered from `hours` by itself, without an article being written. */
const BUILT_IN_ARTICLE = 'hours'

/** Examples speak only of what the playbook has. */
export const checkExamples = (playbook: Playbook): readonly Finding[] => {
  const slots = [...BUILT_IN_SLOTS, ...playbook.callTypes.flatMap(({ intake }) => intake.map(({ slot }) => slot))]
  return playbook.examples.flatMap((example, index) => {
    const path = ['examples', index]
    const findings: Finding[] = [...leadsNowhere('outcome', [...path, 'expect', 'outcome'], example.expect.outcome, OUTCOMES)]
    if (example.language !== undefined && !playbook.identity.languages.includes(example.language)) {
      findings.push({
        path: [...path, 'language'],
        message: `this business does not speak "${example.language}": identity.languages has ${playbook.identity.languages.join(', ')}`,
      })
    }
    if (example.now !== undefined && !isLocalTime(example.now)) {
      findings.push({ path: [...path, 'now'], message: `"${example.now}" is no time: write local time as 2026-11-23T09:10` })
    }
    if (example.caller !== undefined && !isPhoneNumber(example.caller)) {
      findings.push({ path: [...path, 'caller'], message: `"${example.caller}" is no telephone number: write it as +447700900123` })
    }
    const { callType, article } = example.expect
    if (callType !== undefined) {
      findings.push(
        ...leadsNowhere(
          'call type',
          [...path, 'expect', 'callType'],
          callType,
          playbook.callTypes.map(({ id }) => id),
        ),
      )
    }
    if (article !== undefined) {
      findings.push(
        ...leadsNowhere('knowledge article', [...path, 'expect', 'article'], article, [
          BUILT_IN_ARTICLE,
          ...playbook.knowledge.map(({ id }) => id),
        ]),
      )
    }
    for (const slot of Object.keys(example.expect.slots ?? {})) {
      findings.push(
        ...leadsNowhere('slot', [...path, 'expect', 'slots', slot], slot, slots).map((finding) => ({ ...finding, atKey: true })),
      )
    }
    return findings
  })
}
