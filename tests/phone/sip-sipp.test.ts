import { afterEach, describe, expect, test } from 'vitest'
import { installed } from '../support/debian-tools.ts'
import { eventually } from '../support/eventually.ts'
import { runSipp } from '../support/run-sipp.ts'
import { startTestEndpoint, type TestEndpoint, type TestOptions } from '../support/sip-test-endpoint.ts'

const open: TestEndpoint[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.endpoint.close()
})

const start = async (options: TestOptions = {}): Promise<TestEndpoint> => {
  const us = await startTestEndpoint(options)
  open.push(us)
  return us
}

const clean = { failed: 0, errors: '' }

describe.skipIf(!installed('sipp')).each(['udp', 'tcp'] as const)('sipp over %s', (transport) => {
  test('twenty calls are answered and ended', async () => {
    const us = await start()
    expect(await runSipp('basic', us.port, { calls: 20, transport })).toEqual({ ...clean, successful: 20 })
    expect(us.calls.map(({ source }) => source.transport)).toEqual(Array(20).fill(transport))
    expect(us.ends).toEqual(Array(20).fill({ by: 'caller', why: 'hung-up' }))
    expect(us.media.sessions.every(({ closed }) => closed)).toBe(true)
    expect(us.endpoint.liveCalls).toBe(0)
  })

  test('a caller cancels while it rings', async () => {
    const us = await start({ onCall: (call) => call.ring() })
    expect(await runSipp('cancel', us.port, { calls: 5, transport })).toEqual({ ...clean, successful: 5 })
    expect(us.ends).toEqual(Array(5).fill({ by: 'caller', why: 'cancelled' }))
  })

  test('a caller holds us both ways and comes back', async () => {
    const holds: boolean[] = []
    const us = await start({
      onCall: (call) => {
        call.on('hold', (held) => holds.push(held))
        call.answer()
      },
    })
    expect(await runSipp('hold', us.port, { transport })).toEqual({ ...clean, successful: 1 })
    expect(holds).toEqual([true, false])
    expect(us.media.sessions[0]?.configured.map(({ send, remote }) => [send, remote?.port])).toEqual([
      [true, 6_000],
      [false, 6_000],
      [false, undefined],
      [true, 6_000],
    ])
  })

  test('a caller makes no offer and answers ours in the ACK', async () => {
    const us = await start()
    expect(await runSipp('late-offer', us.port, { transport })).toEqual({ ...clean, successful: 1 })
    expect(us.media.sessions[0]?.configured).toMatchObject([{ codec: 'PCMA', remote: { port: 6_000 } }])
    expect(us.ends).toEqual([{ by: 'caller', why: 'hung-up' }])
  })

  test('a caller never acknowledges: the 200 is repeated, then the call is ended by us', async () => {
    const us = await start({ timings: { t1: 20, t2: 160, t4: 200 } })
    // What repeats is unexpected to sipp, and told in its log.
    expect(await runSipp('no-ack', us.port, { transport })).toMatchObject({ failed: 0, successful: 1 })
    expect(us.ends).toEqual([{ by: 'network', why: 'no-ack' }])
  })

  test('keys pressed by INFO are digits', async () => {
    const digits: string[] = []
    const us = await start({
      onCall: (call) => {
        call.on('digit', (digit, source) => digits.push(`${digit} ${source}`))
        call.answer()
      },
    })
    expect(await runSipp('info-dtmf', us.port, { transport })).toEqual({ ...clean, successful: 1 })
    await eventually('ended', () => us.ends.length === 1)
    expect(digits).toEqual(['1 sip-info', '5 sip-info', '9 sip-info'])
  })
})
