import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { admit } from './admit.ts'

const house = (atOnce: number, mostWaiting: number) => {
  const app = new Hono()
  const seen = { now: 0, most: 0 }
  app.use(admit(atOnce, mostWaiting, (path) => path === '/live'))
  app.get('/work', async (context) => {
    seen.now += 1
    seen.most = Math.max(seen.most, seen.now)
    await new Promise((resolve) => setTimeout(resolve, 5))
    seen.now -= 1
    return context.text('done')
  })
  app.get('/fails', () => {
    throw new Error('no')
  })
  app.get('/live', (context) => context.text('open'))
  app.onError((_error, context) => context.text('failed', 500))
  return { app, seen }
}

test('no more work at a time than there are places, and everybody is answered', async () => {
  const { app, seen } = house(3, 100)
  const answers = await Promise.all(Array.from({ length: 50 }, async () => (await app.request('/work')).status))
  expect(answers).toEqual(Array(50).fill(200))
  expect(seen.most).toBe(3)
})

test('who finds the waiting room full hears so, and streams pass', async () => {
  const { app } = house(1, 2)
  const asked = Array.from({ length: 5 }, async () => (await app.request('/work')).status)
  expect((await app.request('/live')).status).toBe(200)
  expect((await Promise.all(asked)).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 503, 503])
})

test('a request that fails gives its place back', async () => {
  const { app } = house(1, 10)
  for (let round = 0; round < 3; round += 1) expect((await app.request('/fails')).status).toBe(500)
  expect((await app.request('/work')).status).toBe(200)
})
