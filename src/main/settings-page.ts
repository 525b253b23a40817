import { type Setting, SETTINGS } from './settings.ts'

const ALL: readonly Setting<unknown>[] = Object.values(SETTINGS)

const section = ({ name, fallback, unset, meaning, example }: Setting<unknown>): string =>
  [
    `## \`${name}\``,
    '',
    meaning,
    '',
    `- Default: ${fallback === undefined ? (unset ?? 'none') : `\`${fallback}\``}`,
    `- Example: \`${example}\``,
  ].join('\n')

/** docs/settings.md, whole. */
export const settingsPage = (): string =>
  `${[
    '# Settings',
    'Firstline reads its settings from the environment, once, when it starts. A setting that is blank counts as not set. One that cannot be read, or a `FIRSTLINE_` name that is no setting, stops the start with a sentence that names it. By default everything listens on this machine only.',
    'This page is made from `src/main/settings.ts`; `npx vitest run src/main/settings-page.test.ts -u` writes it anew.',
    ...ALL.map(section),
  ].join('\n\n')}\n`

/** What `./firstline settings` prints: each setting with the value this environment gives it. */
export const settingsInForce = (env: NodeJS.ProcessEnv): string =>
  ALL.map(({ name, fallback, unset, meaning, secret }) => {
    const given = env[name]?.trim() ?? ''
    const value = given === '' ? `${fallback ?? unset ?? 'none'} (default)` : secret === true ? 'set (not shown)' : given
    return `${name} = ${value.replaceAll('`', '')}\n    ${meaning.replaceAll('`', '')}`
  }).join('\n') + '\n'
