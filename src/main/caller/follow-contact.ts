import { setTimeout as sleep } from 'node:timers/promises'
import { API_ROOT, type ContactDetail, ContactDetail as ContactSchema, listContacts, type Turn } from '#contract/index.ts'

/** Asks a server's API with a key. */
export type ApiClient = { readonly url: string; readonly key: string }

const ask = async ({ url, key }: ApiClient, path: string): Promise<unknown> => {
  const response = await fetch(`${url}${API_ROOT}${path}`, { headers: { authorization: `Bearer ${key}` } })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** The contact that a call begun at `since` (epoch ms) from `number` became; undefined while there is none. */
export const findContact = async (api: ApiClient, since: number, number: string | undefined): Promise<string | undefined> => {
  const { contacts } = listContacts.answer.parse(await ask(api, '/contacts?limit=20'))
  const ours = contacts.filter((row) => Date.parse(row.startedAt) >= since - 1_000 && (number === undefined || row.callerNumber === number))
  return ours.at(-1)?.id
}

export const readContact = async (api: ApiClient, contact: string): Promise<ContactDetail> =>
  ContactSchema.parse(await ask(api, `/contacts/${contact}`))

/** A turn as a line of the conversation. A message spoken after the tone has no words: it is a recording. */
export const tellTurn = ({ speaker, by, text }: Pick<Turn, 'speaker' | 'by' | 'text'>): string => {
  const words = text ?? ''
  return `${speaker === 'caller' ? '  caller' : '  firstline'}: ${words === '' && by === 'recording' ? '(spoken message)' : words}`
}

/** Reads the contact again and again until it has ended (or `patienceMs` have passed), telling each new turn once. */
export const followContact = async (
  api: ApiClient,
  find: () => Promise<string | undefined>,
  tell: (line: string) => void,
  over: Promise<unknown>,
  patienceMs = 5_000,
): Promise<ContactDetail | undefined> => {
  let told = 0
  let contact: string | undefined
  let overAt: number | undefined
  void over.then(() => {
    overAt = performance.now()
  })
  for (;;) {
    contact ??= await find()
    const detail = contact === undefined ? undefined : await readContact(api, contact)
    for (const turn of detail?.turns.slice(told) ?? []) tell(tellTurn(turn))
    told = detail?.turns.length ?? told
    if (detail?.state === 'ended') return detail
    if (overAt !== undefined && performance.now() - overAt > patienceMs) return detail
    await sleep(200)
  }
}
