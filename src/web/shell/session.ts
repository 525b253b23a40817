import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { BusinessInfo, Session } from '#contract/index.ts'

/** Who is signed in. Pages inside the shell are shown only when it is known. */
export const SessionContext = createContext<Session | undefined>(undefined)

export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('a page was shown outside the shell: it has no session')
  return session
}

type Named = BusinessInfo['services'][number]

/** The business, with what it names called in the console's language where its playbook has a name in it. */
export const useBusiness = (): BusinessInfo => {
  const { business } = useSession()
  const { language } = useTranslation().i18n
  const called = (named: readonly Named[]): Named[] =>
    named.map((one) => ({ ...one, name: (language === 'en' || language === 'da' ? one.names?.[language] : undefined) ?? one.name }))
  return {
    ...business,
    services: called(business.services),
    callTypes: called(business.callTypes),
    articles: called(business.articles),
    topics: called(business.topics),
  }
}

/** What an id of the playbook is called; its own id when the playbook does not name it any more. */
export const nameOf = (named: readonly Named[], id: string): string => named.find((one) => one.id === id)?.name ?? id
