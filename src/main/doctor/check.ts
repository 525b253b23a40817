import type { Config } from '../config.ts'

/** What a check found. `limited`: Firstline runs, and something it could do is missing. `failed`: it would not run, or not safely. */
export type Verdict = {
  readonly standing: 'ok' | 'limited' | 'failed'
  /** What was found, as a sentence. */
  readonly sentence: string
  /** What to do about it, when it is not ok. */
  readonly remedy?: string
  /** Debian packages that would put it right. */
  readonly packages?: readonly string[]
}

/** One question the doctor asks. It never throws: what it cannot find out is a verdict too (`runDoctor` sees to that). */
export type Check = {
  readonly name: string
  /** `run`: needed to answer calls; `test`: only by people who work on Firstline itself. */
  readonly needed: 'run' | 'test'
  ask(config: Config): Verdict | Promise<Verdict>
}

export type Result = Verdict & { readonly name: string }

export const ok = (sentence: string): Verdict => ({ standing: 'ok', sentence })
