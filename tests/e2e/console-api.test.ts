import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  API_ROOT,
  Problem,
  ROUTES,
  getContact,
  getSession,
  listAppointments,
  listContacts,
  listFollowUps,
  closeFollowUp,
} from '#contract/index.ts'
import { DAY, HOUR, MINUTE, later } from '#kernel/instant.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import { openApiText } from '../../tools/build/openapi-text.ts'
import { type ConsoleServer, consoleServer, fillDay } from '../support/console-server.ts'
import { plusDays } from '../support/wall-clock.ts'

const NOBODY = '00000000-0000-7000-8000-000000000000'

let server: ConsoleServer
let key: string
let day: Awaited<ReturnType<typeof fillDay>>

beforeAll(async () => {
  server = await consoleServer()
  key = await server.apiKey()
  day = await fillDay(server)
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
})

type Asked = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

const ask = (path: string, { headers, ...change }: Asked = {}): Promise<Response> =>
  fetch(server.root + API_ROOT + path, { ...change, headers: { authorization: `Bearer ${key}`, ...headers } })

const read = async (path: string): Promise<unknown> => {
  const response = await ask(path)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  return response.json()
}

describe('who may ask', () => {
  const closed = ROUTES.filter((route) => route.open !== true)

  test('the contract has open routes and closed ones', () => {
    expect(closed.length).toBeGreaterThan(5)
    expect(ROUTES.filter((route) => route.open).map(({ id }) => id)).toEqual(['getOpenApi'])
  })

  test.each(closed.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
    '%s answers 401 to whoever has neither session nor key',
    async (_name, route) => {
      const path = server.root + API_ROOT + route.path.replaceAll(/\{\w+\}/g, NOBODY)
      const strangers: Record<string, string>[] = [
        {},
        { authorization: 'Bearer fl_wrong' },
        { authorization: `Basic ${key}` },
        { cookie: 'firstline_session=wrong' },
      ]
      for (const headers of strangers) {
        const response = await fetch(path, { method: route.method.toUpperCase(), headers })
        expect(response.status).toBe(401)
        expect(response.headers.get('content-type')).toContain('application/problem+json')
        expect(Problem.parse(await response.json())).toMatchObject({ type: 'NotSignedIn', status: 401 })
      }
    },
  )

  test('a path that is not in the contract answers 401 to strangers and 404 to whoever is in', async () => {
    expect((await fetch(`${server.root}${API_ROOT}/nothing`)).status).toBe(401)
    expect((await ask('/nothing')).status).toBe(404)
  })

  test('a change asked for by a page of another site is refused, session or not', async () => {
    const signIn = await fetch(await server.signInLink(), { redirect: 'manual' })
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const close = (site: string) =>
      fetch(`${server.root}${API_ROOT}/follow-ups/${NOBODY}/close`, {
        method: 'POST',
        headers: { cookie, 'sec-fetch-site': site, 'content-type': 'application/json' },
        body: '{"why":"done"}',
      })
    expect((await close('cross-site')).status).toBe(403)
    expect((await close('same-origin')).status).toBe(404)
  })
})

describe('the description', () => {
  test('is public, and the one in the repository', async () => {
    const kept = await readFile(join(import.meta.dirname, '../../openapi.json'), 'utf8')
    // Written by: npx node tools/build/write-openapi.ts
    expect(await openApiText()).toBe(kept)
    const response = await fetch(`${server.root}${API_ROOT}/openapi.json`)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(JSON.parse(kept))
  })

  test('names every route of the contract', async () => {
    const { paths } = JSON.parse(await openApiText()) as { paths: Record<string, Record<string, { operationId: string }>> }
    const described = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
    expect(described.toSorted()).toEqual(ROUTES.map(({ id }) => id).toSorted())
  })
})

describe('contacts', () => {
  test('come newest first, as the contract says', async () => {
    const { contacts, next } = listContacts.answer.parse(await read('/contacts'))
    expect(contacts.map(({ id }) => id)).toEqual([day.booked, day.message, day.abandoned])
    expect(next).toBeNull()
    expect(contacts[0]).toMatchObject({
      state: 'ended',
      outcome: 'booked',
      callType: 'booking',
      callerName: 'Ingrid Aagaard',
      erased: false,
    })
    expect(contacts[2]).toMatchObject({ callerName: null, callerNumber: null, erased: false })
  })

  test('come in pages, none left out and none twice', async () => {
    const seen: string[] = []
    let before: string | null = ''
    while (before !== null) {
      const page = listContacts.answer.parse(await read(`/contacts?limit=1${before === '' ? '' : `&before=${before}`}`))
      expect(page.contacts).toHaveLength(1)
      seen.push(...page.contacts.map(({ id }) => id))
      before = page.next
    }
    expect(seen).toEqual([day.booked, day.message, day.abandoned])
  })

  test('hold turns, decisions, slots, timings and what came of them', async () => {
    const contact = getContact.answer.parse(await read(`/contacts/${day.booked}`))
    expect(contact.turns.map(({ speaker, by, state, text }) => [speaker, by, state, text]).slice(0, 2)).toEqual([
      ['first-line', 'voice', 'talked-over', 'Harbour Dental, this is the'],
      ['caller', 'voice', 'completed', 'I would like a check-up'],
    ])
    expect(contact.slots).toContainEqual({ slot: 'name', kind: 'name', value: 'Ingrid Aagaard', confirmed: true })
    expect(contact.decisions[0]).toMatchObject({ what: 'call-type-set', detail: 'booking', reason: { rule: 'call-type', score: 0.87 } })
    expect(contact.appointment).toMatchObject({ id: day.appointment, personName: 'Anna', serviceName: 'Check-up', status: 'booked' })
    expect(contact.timings).toMatchObject({ pickedUpAfterMs: 42, replyMs: [96, 141], measured: { packetsLost: 0, jitterMs: 1.25 } })
    expect(contact.playbookVersion?.number).toBe(3)
    expect(contact.events.map(({ seq }) => seq)).toEqual(contact.events.map((_, index) => index + 1))
  })

  test('that were erased keep their figures and say that the rest is gone', async () => {
    const call = await server.call(later(systemClock.now(), -50 * HOUR), { number: '+4520202020', displayName: 'Erna' })
    await call.pickUp()
    await call.hear('My name is Erna')
    await call.learn('name', 'name', 'Erna')
    await call.owe(later(systemClock.now(), DAY), { name: 'Erna', matter: 'secret' })
    await call.end('message-taken')
    await server.erase(call.contact)
    const answer = await read(`/contacts/${call.contact}`)
    expect(JSON.stringify(answer)).not.toContain('Erna')
    expect(getContact.answer.parse(answer)).toMatchObject({
      erased: true,
      outcome: 'message-taken',
      turns: [{ text: null }],
      slots: [{ value: null }],
      followUps: [{ erased: true, matter: null }],
    })
    const { followUps } = listFollowUps.answer.parse(await read('/follow-ups'))
    await ask(`/follow-ups/${followUps.find(({ erased }) => erased)?.id}/close`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ why: 'not-needed' }),
    })
  })

  test('of another business are not there', async () => {
    const other = await server.db.business()
    const theirs = await server.access.createApiKey(other, 'other')
    const response = await fetch(`${server.root}${API_ROOT}/contacts/${day.booked}`, { headers: { authorization: `Bearer ${theirs.key}` } })
    expect(response.status).toBe(404)
    expect(Problem.parse(await response.json()).type).toBe('NoSuchContact')
  })

  test('that never were answer 404 with a sentence, and what is no id answers 400', async () => {
    const missing = await ask(`/contacts/${NOBODY}`)
    expect(missing.status).toBe(404)
    expect(Problem.parse(await missing.json()).title).toContain(NOBODY)
    expect((await ask('/contacts/42')).status).toBe(400)
    expect((await ask('/contacts?limit=0')).status).toBe(400)
  })

  test('play their spoken message as WAV', async () => {
    const sound = await ask(`/contacts/${day.message}/recordings/${day.recording}`)
    expect(sound.headers.get('content-type')).toBe('audio/wav')
    expect(
      Buffer.from(await sound.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF')
    const part = await ask(`/contacts/${day.message}/recordings/${day.recording}`, { headers: { range: 'bytes=0-3' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toMatch(/^bytes 0-3\/\d+$/)
    expect(await part.text()).toBe('RIFF')
    expect((await ask(`/contacts/${day.booked}/recordings/${day.recording}`)).status).toBe(404)
  })
})

describe('follow-ups', () => {
  test('come with owner, due time and whether they are overdue; closed, they are among the closed', async () => {
    const [first] = listFollowUps.answer.parse(await read('/follow-ups')).followUps
    expect(first).toMatchObject({ id: day.overdue, overdue: true, ownerName: 'Anna', name: 'Mette Holm', closedAt: null })
    const close = () =>
      ask(`/follow-ups/${day.overdue}/close`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ why: 'done', note: 'Comes at two' }),
      })
    expect(closeFollowUp.answer.parse(await (await close()).json())).toMatchObject({ id: day.overdue, closedWhy: 'done', overdue: false })
    // Told twice (an impatient thumb), it is done once.
    expect((await close()).status).toBe(200)
    expect(listFollowUps.answer.parse(await read('/follow-ups')).followUps).toEqual([])
    expect(listFollowUps.answer.parse(await read('/follow-ups?open=false')).followUps.map(({ id }) => id)).toContain(day.overdue)
    const contact = getContact.answer.parse(await read(`/contacts/${day.message}`))
    expect(contact.events.filter(({ type }) => type === 'follow-up-closed')).toMatchObject([{ personal: { note: 'Comes at two' } }])
  })
})

describe('appointments', () => {
  const dateIn = (moment: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(moment)

  test("are those that start on the business's day", async () => {
    const date = dateIn(day.start)
    const answer = listAppointments.answer.parse(await read(`/appointments?from=${date}`))
    expect(answer).toMatchObject({ from: date, to: date, appointments: [{ id: day.appointment, customerName: 'Ingrid Aagaard' }] })
    const before = listAppointments.answer.parse(await read(`/appointments?from=${plusDays(date, -1)}&days=1`))
    expect(before.appointments).toEqual([])
    const around = listAppointments.answer.parse(await read(`/appointments?from=${plusDays(date, -1)}&days=3`))
    expect(around.to).toBe(plusDays(date, 1))
    expect(around.appointments).toHaveLength(1)
  })

  test('are of today when no day is named', async () => {
    const { from } = listAppointments.answer.parse(await read('/appointments'))
    expect([dateIn(systemClock.now()), dateIn(systemClock.now() - MINUTE)]).toContain(from)
  })

  test('of a day that is none are refused', async () => {
    expect((await ask('/appointments?from=2026-02-30')).status).toBe(400)
    expect((await ask('/appointments?days=61')).status).toBe(400)
  })
})

test('the session says who asks, and whether calls can be taken', async () => {
  expect(getSession.answer.parse(await read('/session'))).toMatchObject({
    by: 'api-key',
    ready: true,
    business: { name: 'Harbour Dental' },
  })
  server.setNotReady(['The port 5060 is taken.'])
  expect(getSession.answer.parse(await read('/session'))).toMatchObject({ ready: false, notReady: ['The port 5060 is taken.'] })
  server.setNotReady([])
})

test('the live stream tells of this business only, by ids only', async () => {
  const gone = new AbortController()
  const response = await ask('/live', { signal: gone.signal })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  let told = ''
  const reading = (async () => {
    for await (const chunk of response.body ?? []) told += Buffer.from(chunk).toString()
  })().catch(() => undefined)
  await expect.poll(() => told).toContain('event: open')

  const call = await server.call(undefined, { number: '+4512121212', displayName: 'Nosy Neighbour' })
  await expect.poll(() => told).toContain(call.contact)
  await call.end('abandoned')
  const appointment = await server.book(call.contact, later(day.start, DAY), 'Karl Kvist')
  await expect.poll(() => told).toContain(appointment)
  expect(told).not.toContain('Karl')
  expect(told).not.toContain('Nosy')
  expect(told).not.toContain('+45')
  gone.abort()
  await reading
})

describe('the pages', () => {
  test('are asked for anew each time, their parts kept for ever and sent small', async () => {
    const page = await fetch(`${server.root}/contacts/whatever`)
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const html = await page.text()
    const script = /src="(\/assets\/[^"]+[.]js)"/.exec(html)?.[1] ?? ''
    const part = await fetch(server.root + script, { headers: { 'accept-encoding': 'gzip' } })
    expect(part.headers.get('cache-control')).toContain('immutable')
    expect(part.headers.get('content-encoding')).toBe('gzip')
    const whole = await fetch(server.root + script, { headers: { 'accept-encoding': 'identity' } })
    expect(whole.headers.get('content-encoding')).toBeNull()
    expect(await part.text()).toBe(await whole.text())
  })

  test('run no script but their own, stand in no frame, and tell nobody where they were', async () => {
    const { headers } = await fetch(`${server.root}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('give out nothing beside themselves', async () => {
    const outside = ['/assets/..%2f..%2f..%2fpackage.json', '/..%2f..%2fpackage.json', '/assets/%00.js', '/package.json', '/%E0%A4%A']
    for (const path of outside) {
      const answer = await fetch(server.root + path)
      expect([path, answer.status]).toEqual([path, 404])
    }
  })
})
