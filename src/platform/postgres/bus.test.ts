import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BusinessId } from '#kernel/ids.ts'
import { type TestDatabase, testDatabase } from '../../../tests/support/test-database.ts'
import { type Bus, type BusNews, openBus } from './bus.ts'

let db: TestDatabase
let bus: Bus
let business: BusinessId
beforeEach(async () => {
  db = await testDatabase()
  business = await db.business()
  bus = openBus(db.address)
})
afterEach(async () => {
  await bus.close()
  await db.close()
})

const heard = (channel: string): { readonly news: BusNews[]; readonly stop: () => void } => {
  const news: BusNews[] = []
  return { news, stop: bus.subscribe(channel, (each) => news.push(each)) }
}
const publish = (payload: string): Promise<void> => db.database.forBusiness(business, (tx) => bus.publish(tx, 'contact_events', payload))

test('a subscriber hears that listening began, then what is committed, in order', async () => {
  const { news } = heard('contact_events')
  await vi.waitFor(() => expect(news).toEqual([{ kind: 'gap' }]), 10_000)
  for (const payload of ['1', '2', '3']) await publish(payload)
  await vi.waitFor(() => expect(news).toHaveLength(4), 10_000)
  expect(news.slice(1)).toEqual(['1', '2', '3'].map((payload) => ({ kind: 'message', payload })))
})

test('what is rolled back is not told', async () => {
  const { news } = heard('contact_events')
  await vi.waitFor(() => expect(news).toHaveLength(1), 10_000)
  const failing = db.database.forBusiness(business, async (tx) => {
    await bus.publish(tx, 'contact_events', 'never')
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await publish('committed')
  await vi.waitFor(() => expect(news).toHaveLength(2), 10_000)
  expect(news[1]).toEqual({ kind: 'message', payload: 'committed' })
})

test('after its connection was cut it listens again and says that something may have been missed', async () => {
  const { news } = heard('contact_events')
  await vi.waitFor(() => expect(news).toHaveLength(1), 10_000)
  await db.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'firstline bus' and datname = current_database()`,
  )
  await publish('missed')
  await vi.waitFor(() => expect(news.filter((each) => each.kind === 'gap')).toHaveLength(2), 10_000)
  await publish('heard')
  await vi.waitFor(() => expect(news.at(-1)).toEqual({ kind: 'message', payload: 'heard' }), 10_000)
})

test('every subscriber hears a gap first, whenever it comes; one that left hears nothing', async () => {
  const early = heard('contact_events')
  await vi.waitFor(() => expect(early.news).toHaveLength(1), 10_000)
  const late = heard('contact_events')
  const elsewhere = heard('follow_ups')
  await vi.waitFor(() => expect([late.news, elsewhere.news]).toEqual([[{ kind: 'gap' }], [{ kind: 'gap' }]]), 10_000)
  early.stop()
  await publish('x')
  await vi.waitFor(() => expect(late.news).toHaveLength(2), 10_000)
  expect([early.news, elsewhere.news].map((news) => news.length)).toEqual([1, 1])
})

test('a payload that PostgreSQL would not carry, or a channel with another name, is refused', async () => {
  await expect(publish('x'.repeat(8_000))).rejects.toThrow('under 8000 bytes, not 8000')
  await expect(publish('x'.repeat(7_999))).resolves.toBeUndefined()
  expect(() => bus.subscribe('x; drop table business', () => undefined)).toThrow('a channel is named like')
})
