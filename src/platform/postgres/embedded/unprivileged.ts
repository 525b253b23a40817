import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * PostgreSQL refuses to run as root. Started by root, it therefore runs
 *  - in a user namespace where root is seen as nobody (65534): files stay root's own, so a folder under /root works; or,
 *    where the kernel does not allow that,
 *  - as the user `postgres` or `nobody`, to whom its folders are then given.
 * Anybody else runs it as they are.
 */
export type Unprivileged = {
  /** Words to put before the command. */
  readonly prefix: readonly string[]
  /** The user it is started as, when it must be another. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined
}

const NAMESPACE = ['unshare', '-U', '--map-user=65534', '--map-group=65534'] as const

const runs = (command: readonly string[]): boolean => spawnSync(command[0] ?? '', command.slice(1), { stdio: 'ignore' }).status === 0

const lesserUser = (): { uid: number; gid: number } => {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const found = users.find((fields) => fields[0] === name)
    if (found !== undefined) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  return { uid: 65534, gid: 65534 }
}

/**
 * How to run PostgreSQL here. The kernel is asked (Linux, prctl PR_SET_PDEATHSIG through setpriv) to end it with SIGINT, a fast shutdown,
 * when its parent dies; it must be asked after the namespace is entered, which clears the wish.
 */
export const unprivileged = (namespaceAllowed = true): Unprivileged => {
  const withParent = ['setpriv', '--pdeathsig', 'INT']
  const dying = runs([...withParent, 'true']) ? withParent : []
  if (process.getuid?.() !== 0) return { prefix: dying, user: undefined }
  if (namespaceAllowed && runs([...NAMESPACE, 'true'])) return { prefix: [...NAMESPACE, ...dying], user: undefined }
  return { prefix: dying, user: lesserUser() }
}
