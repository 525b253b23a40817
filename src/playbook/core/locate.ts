import { type Document, isMap, isNode, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml'
import type { Finding } from './problem.ts'

type Place = { readonly line: number; readonly column: number }

const pairOf = (node: unknown, key: string): Pair | undefined =>
  isMap(node) ? node.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key)) === key) : undefined

/**
 * Line and column of what a finding is about. What is missing has no place: then it is the key, or the group, it is missing
 * in.
 */
export const locate = (document: Document.Parsed, lines: LineCounter, finding: Finding): Place => {
  let node: unknown = document.contents
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
  finding.path.forEach((step, depth) => {
    if (node === undefined) return
    const pair = typeof step === 'string' ? pairOf(node, step) : undefined
    const next: unknown = pair === undefined ? (typeof step === 'number' && isSeq(node) ? node.items[step] : undefined) : pair.value
    const key = pair !== undefined && isNode(pair.key) ? pair.key : undefined
    const isLast = depth === finding.path.length - 1
    const named: Node | undefined = isNode(next) && !(isLast && finding.atKey === true) && !isEmptyScalar(next) ? next : key
    if (named?.range != null) offset = named.range[0]
    node = next ?? undefined
  })
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

const isEmptyScalar = (node: Node): boolean => isScalar(node) && node.value === null
