/** A place in the playbook as the schema counts it: keys and list positions from the root. */
export type Path = readonly (string | number)[]

/** What a check found, before it is known on which line it stands. */
export type Finding = {
  readonly path: Path
  /** A sentence: what was refused and what would be accepted. */
  readonly message: string
  /** The name of the key is meant, not its value. */
  readonly atKey?: boolean
}

/** A finding as its author sees it. Lines and columns count from 1. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly column: number
  /** `services[0].people[1]`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
}

/** `['services', 0, 'people']` as `services[0].people`. */
export const writtenPath = (path: Path): string =>
  path.reduce<string>(
    (written, step) => (typeof step === 'number' ? `${written}[${step}]` : written === '' ? step : `${written}.${step}`),
    '',
  )

/** Names for a sentence: `"a", "b" or "c"`, at most `most` of them. */
export const oneOf = (names: readonly string[], most = 12): string => {
  const quoted = names.slice(0, most).map((name) => `"${name}"`)
  if (names.length > most) return `${quoted.join(', ')} or one of ${names.length - most} more`
  return quoted.length <= 1 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`
}
