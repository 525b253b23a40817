import { type Document, LineCounter, parseDocument } from 'yaml'
import { checkPlaybook } from './checks/check-playbook.ts'
import { describeIssue } from './describe-issue.ts'
import { knownKeys } from './known-keys.ts'
import { locate } from './locate.ts'
import { type Finding, type Problem, writtenPath } from './problem.ts'
import { Playbook } from './schema.ts'

export type ReadPlaybook =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** A playbook of more characters than this is something else. */
const MOST_CHARACTERS = 2_000_000

/** More problems than these help nobody; the first ones are told. */
const MOST_PROBLEMS = 50

/**
 * Reads a playbook from YAML and checks it whole. Whatever the text is, the answer is a playbook or the problems in it, all
 * that were found at once, each with file, line and column and a sentence that says what would be accepted. Never throws.
 */
export const readPlaybook = (text: string, fileName: string): ReadPlaybook => {
  const whole = (message: string): ReadPlaybook => ({ ok: false, problems: [{ file: fileName, line: 1, column: 1, path: '', message }] })
  if (text.length > MOST_CHARACTERS) {
    return whole(`a playbook has at most ${MOST_CHARACTERS} characters, this file has ${text.length}: is it the right file?`)
  }
  const lines = new LineCounter()
  let document: Document.Parsed
  let data: unknown
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    const broken = document.errors.map((error): Problem => {
      const { line, col } = lines.linePos(error.pos[0])
      return {
        file: fileName,
        line: Math.max(1, line),
        column: Math.max(1, col),
        path: '',
        message: `this is not valid YAML: ${error.message}`,
      }
    })
    if (broken.length > 0) return { ok: false, problems: broken.slice(0, MOST_PROBLEMS) }
    // Aliases that multiply ("billion laughs") are refused by the parser's own limit.
    data = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // The parser gives up on texts nested thousands deep and on alias bombs by throwing.
    return whole(`this file cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (data === null || data === undefined) return whole('this file is empty: start from one of the templates in the folder "playbooks"')
  if (typeof data !== 'object' || Array.isArray(data)) {
    return whole('a playbook is a group of keys such as "format: 1" and "identity:", this file holds something else')
  }
  const told = (findings: readonly Finding[]): ReadPlaybook => ({
    ok: false,
    problems: findings
      .map((finding): Problem => ({
        file: fileName,
        ...locate(document, lines, finding),
        path: writtenPath(finding.path),
        message: finding.message,
      }))
      .sort((a, b) => a.line - b.line || a.column - b.column)
      .slice(0, MOST_PROBLEMS),
  })
  const parsed = Playbook.safeParse(data)
  if (!parsed.success) return told(parsed.error.issues.flatMap((issue) => describeIssue(issue, data, knownKeys)))
  const findings = checkPlaybook(parsed.data)
  return findings.length > 0 ? told(findings) : { ok: true, playbook: parsed.data }
}
