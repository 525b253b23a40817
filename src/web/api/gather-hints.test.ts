import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveHint } from '#contract/index.ts'
import { gatherHints } from './gather-hints.ts'

const hint = (id: number): LiveHint => ({ what: 'contact', id: `${id}` })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('hints that come together are read in one go', async () => {
  const read = vi.fn(async () => undefined)
  const { add } = gatherHints(read, 80)
  add(hint(1))
  add(hint(2))
  expect(read).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(80)
  expect(read.mock.calls).toEqual([[[hint(1), hint(2)]]])
})

test('no two readings run at once, and every hint is followed by a reading that began after it', async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(gaps, fc.integer({ min: 1, max: 500 }), fc.boolean(), async (waits, takesMs, fails) => {
      let running = 0
      const answered: string[] = []
      const { add } = gatherHints(async (hints) => {
        running += 1
        expect(running).toBe(1)
        answered.push(...hints.map(({ id }) => id ?? ''))
        await new Promise((resolve) => setTimeout(resolve, takesMs))
        running -= 1
        if (fails) throw new Error('away')
      }, 80)
      for (const [index, wait] of waits.entries()) {
        await vi.advanceTimersByTimeAsync(wait)
        add(hint(index))
      }
      await vi.advanceTimersByTimeAsync(5_000)
      expect(answered).toEqual(waits.map((_, index) => `${index}`))
    }),
  )
})

test('whoever has stopped reads no more', async () => {
  const read = vi.fn(async () => undefined)
  const { add, stop } = gatherHints(read, 80)
  add(hint(1))
  stop()
  add(hint(2))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(read).not.toHaveBeenCalled()
})
