import { createContext, useContext } from 'react'
import type { BusinessInfo, Session } from '#contract/index.ts'

/** Who is signed in. Pages inside the shell are shown only when it is known. */
export const SessionContext = createContext<Session | undefined>(undefined)

export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('a page was shown outside the shell: it has no session')
  return session
}

export const useBusiness = (): BusinessInfo => useSession().business

/** What an id of the playbook is called; its own id when the playbook does not name it any more. */
export const nameOf = (named: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  named.find((one) => one.id === id)?.name ?? id
