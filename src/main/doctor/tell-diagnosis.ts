import { styleText } from 'node:util'
import type { Diagnosis } from './run-doctor.ts'

const MARKS = { ok: 'ok', limited: 'limited', failed: 'failed' } as const
const COLOURS = { ok: 'green', limited: 'yellow', failed: 'red' } as const
const CLOSING = {
  ok: 'Everything works here.',
  limited: 'Firstline runs here. What is marked limited would make it better.',
  failed: 'Firstline does not run here until what is marked failed is put right.',
} as const

/** The diagnosis for a person: a line a check, what to do below it, and a closing sentence. Colours only on a terminal. */
export const tellDiagnosis = ({ standing, results, fix }: Diagnosis): string => {
  const width = Math.max(...results.map((result) => result.name.length))
  const lines = results.flatMap((result) => {
    const mark = styleText(COLOURS[result.standing], MARKS[result.standing].padEnd(8))
    const told = `${mark}${result.name.padEnd(width + 2)}${result.sentence}`
    return result.standing === 'ok' || result.remedy === undefined ? [told] : [told, `${' '.repeat(width + 10)}${result.remedy}`]
  })
  return [...lines, '', ...(fix === undefined ? [] : [fix]), CLOSING[standing], ''].join('\n')
}

/** The same for programs: one JSON object. */
export const diagnosisAsJson = (diagnosis: Diagnosis): string => `${JSON.stringify(diagnosis, undefined, 2)}\n`
