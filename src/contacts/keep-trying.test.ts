import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepTrying } from './keep-trying.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A task that has something left for the first `failures` times, and the moments at which it was tried. */
const task = (failures: number) => {
  const began = Date.now()
  const tried: number[] = []
  const retry = keepTrying(() => {
    tried.push(Date.now() - began)
    return Promise.resolve(tried.length <= failures)
  })
  return { tried, retry }
}

test('it tries until nothing is left, more and more patiently, and then rests', async () => {
  const { tried, retry } = task(7)
  retry.soon()
  retry.soon()
  await vi.advanceTimersByTimeAsync(200_000)
  expect(tried).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 62_000, 92_000])
  retry.soon()
  await vi.advanceTimersByTimeAsync(200_000)
  expect(tried.at(-1)).toBe(201_000)
  expect(tried).toHaveLength(9)
})

test('asked to try now it does not wait for the planned time', async () => {
  const { tried, retry } = task(5)
  retry.soon()
  await vi.advanceTimersByTimeAsync(20_000)
  retry.now()
  await vi.advanceTimersByTimeAsync(1)
  expect(tried).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000])
})

test('one try at a time: asked during a try, another follows at once', async () => {
  let running = 0
  let tries = 0
  const retry = keepTrying(async () => {
    running += 1
    tries += 1
    expect(running).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    running -= 1
    return false
  })
  retry.now()
  await vi.advanceTimersByTimeAsync(10)
  retry.now()
  await vi.advanceTimersByTimeAsync(500)
  expect(tries).toBe(2)
  retry.now()
  await vi.advanceTimersByTimeAsync(10)
  retry.soon()
  await vi.advanceTimersByTimeAsync(500)
  expect(tries).toBe(3)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(tries).toBe(4)
})

test('stopped, it finishes the try that is under way and begins no other', async () => {
  const { tried, retry } = task(100)
  retry.now()
  await vi.advanceTimersByTimeAsync(1)
  await retry.stop()
  retry.now()
  retry.soon()
  await vi.advanceTimersByTimeAsync(100_000)
  expect(tried).toHaveLength(1)
})
