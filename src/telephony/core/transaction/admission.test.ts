import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '#kernel/instant.ts'
import { admit, type Bucket } from './admission.ts'

const allowance = { perSecond: 10, burst: 20 }

test('a burst is admitted, then refused, then met with silence; rest mends it', () => {
  let bucket: Bucket | undefined
  const ask = (ms: number): string => {
    const next = admit(bucket, allowance, instant(ms))
    bucket = next.bucket
    return next.admission
  }
  const heard = Array.from({ length: 60 }, () => ask(0))
  expect(heard.filter((each) => each === 'admit')).toHaveLength(20)
  expect(heard.filter((each) => each === 'refuse')).toHaveLength(11)
  expect(heard.at(-1)).toBe('drop')
  expect(ask(2_500)).toBe('admit')
})

test('never more is admitted than the burst and what flowed in since', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 500 }), { maxLength: 400 }), (gaps) => {
      let bucket: Bucket | undefined
      let at = 0
      let admitted = 0
      for (const gap of gaps) {
        at += gap
        const next = admit(bucket, allowance, instant(at))
        bucket = next.bucket
        if (next.admission === 'admit') admitted += 1
      }
      expect(admitted).toBeLessThanOrEqual(allowance.burst + (at / 1_000) * allowance.perSecond + 1)
    }),
  )
})
