import { readFileSync } from 'node:fs'
import { dialogRules, runExample } from '#dialog/index.ts'
import { systemClock } from '#platform/time/system-clock.ts'
import { type Playbook, readPlaybook } from '#playbook/core/index.ts'

/** Reads a playbook file, or says on standard error what is wrong with it, `file:line:column: sentence`. */
const readOrTell = (file: string): Playbook | undefined => {
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch (error) {
    console.error(`${file}: cannot be read: ${(error as Error).message}`)
    return undefined
  }
  const read = readPlaybook(source, file)
  if (read.ok) return read.playbook
  for (const problem of read.problems) console.error(`${problem.file}:${problem.line}:${problem.column}: ${problem.message}`)
  return undefined
}

/** `firstline playbook check FILE...`: exit code 1 when any has a problem. */
export const checkPlaybooks = (files: readonly string[]): void => {
  for (const file of files) {
    const playbook = readOrTell(file)
    if (playbook === undefined) process.exitCode = 1
    else
      console.log(
        `${file}: good (${playbook.callTypes.length} call types, ${playbook.services.length} services, ${playbook.knowledge.length} articles, ${playbook.examples.length} examples)`,
      )
  }
}

/** `firstline playbook test FILE...`: plays the example conversations; exit code 1 when one ends otherwise than it says. */
export const testPlaybooks = (files: readonly string[]): void => {
  for (const file of files) {
    const playbook = readOrTell(file)
    if (playbook === undefined) {
      process.exitCode = 1
      continue
    }
    const rules = dialogRules(playbook)
    const results = playbook.examples.map((example) => runExample(rules, example, systemClock.now()))
    for (const result of results) {
      if (result.passed) continue
      process.exitCode = 1
      console.error(`${file}: "${result.name}" ends otherwise:\n${result.differences.map((difference) => `    ${difference}`).join('\n')}`)
    }
    console.log(`${file}: ${results.filter((result) => result.passed).length} of ${results.length} examples end as they should`)
  }
}
