import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOfText } from '../message/bytes.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { readMessage } from '../message/read-message.ts'
import { readUri } from '../message/uri.ts'
import { agree } from '../sdp/negotiate.ts'
import { TIMINGS } from '../transaction/step.ts'
import { dialogToPlace } from './dialog.ts'
import { type Leg, type LegEffect, type LegEvent, type LegStep, LIVING } from './leg.ts'
import { place } from './place-call.ts'
import { stepLeg } from './step-leg.ts'
import { arrive } from './take-call.ts'

const context = { timings: TIMINGS }
const OFFER = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0\r\n'
const HOLD = OFFER.replace('192.0.2.1\r\nt=', '0.0.0.0\r\nt=')

const read = (text: string): SipRequest | SipResponse => {
  const message = readMessage(bytesOfText(text), 'datagram')
  if (message.kind === 'malformed') throw new Error(`${message.why} in ${text}`)
  return message
}

const request = (method: string, cseq: number, body = '', extra: readonly string[] = []): SipRequest => {
  const lines = [
    `${method} sip:us@h SIP/2.0`,
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${method}${cseq}`,
    'From: <sip:a@192.0.2.1>;tag=them',
    `To: <sip:us@h>${cseq === 1 && method === 'INVITE' ? '' : ';tag=us'}`,
    'Call-ID: c',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:a@192.0.2.1:5070>',
    'Record-Route: <sip:p1;lr>',
    'Record-Route: <sip:p2;lr>',
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    ...extra,
  ]
  const message = read(`${lines.join('\r\n')}\r\n\r\n${body}`)
  if (message.kind !== 'request') throw new Error('no request')
  return message
}

const responseTo = (status: number, method: string, cseq: number, body = OFFER, tag = 'them'): SipResponse => {
  const lines = [
    `SIP/2.0 ${status} X`,
    'Via: SIP/2.0/UDP h;branch=z9hG4bKx',
    'From: <sip:us@h>;tag=us',
    `To: <sip:a@h>;tag=${tag}`,
    'Call-ID: c',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:a@192.0.2.1:5070>',
    'Content-Type: application/sdp',
  ]
  const message = read(`${lines.join('\r\n')}\r\n\r\n${body}`)
  if (message.kind !== 'response') throw new Error('no response')
  return message
}

const arrived = (headers: readonly string[] = [], offer = OFFER): LegStep => {
  const agreement = agree(offer)
  const invite = request('INVITE', 1, offer, headers)
  return arrive({ invite, agreement: 'status' in agreement ? undefined : agreement, localTag: 'us', sessionId: 9 })
}

const placed = (): LegStep => {
  const parsed = readUri('sip:b@192.0.2.1')
  if (parsed === undefined) throw new Error('no URI')
  const self = { address: '192.0.2.9', port: 5_060 }
  const target = { uri: 'sip:b@192.0.2.1', parsed }
  const dialog = dialogToPlace({ callId: 'c', localTag: 'us', fromUser: 'f', displayName: undefined, self, target })
  return place({ dialog, contact: '<sip:us@h>', local: { address: '192.0.2.9', port: 4_000 }, sessionId: 9 })
}

const words = (effects: readonly LegEffect[]): string[] =>
  effects.map((effect) => {
    switch (effect.do) {
      case 'respond':
        return `${effect.response.status} to ${effect.to.method}`
      case 'request':
        return `${effect.draft.method} ${effect.draft.cseq.number} as ${effect.purpose}`
      case 'acknowledge':
        return `ACK ${effect.draft.cseq.number}`
      case 'start':
        return `start ${effect.timer} ${effect.ms}`
      case 'cancel':
        return `stop ${effect.timer}`
      case 'tell':
        return `tell ${effect.news.is}`
      case 'configure':
      case 'cancel-invite':
      case 'forget':
        return effect.do
    }
  })

/** Runs events; gives the phase and, without timers being stopped, the effects of each. */
const run = (first: LegStep, events: readonly LegEvent[]): { readonly leg: Leg; readonly told: readonly string[] } => {
  let { leg } = first
  const told = events.map((event) => {
    const next = stepLeg(leg, event, context)
    leg = next.leg
    return [leg.phase, ...words(next.effects).filter((word) => !word.startsWith('stop'))].join(', ')
  })
  return { leg, told }
}

const open: LegEvent = { is: 'media-open', local: { address: '192.0.2.9', port: 4_000 }, contact: '<sip:us@h>' }
const answer: LegEvent = { is: 'answer' }
const ack = (cseq = 1, body = ''): LegEvent => ({ is: 'ack', ack: request('ACK', cseq, body) })
const within = (method: string, cseq: number, body = '', headers: readonly string[] = []): LegEvent => ({
  is: 'request',
  request: request(method, cseq, body, headers),
  chance: 0.5,
})
const got = (to: 'invite' | 'reinvite' | 'bye', response: SipResponse): LegEvent => ({ is: 'response', to, response, chance: 0.5 })
const timer = (name: (LegEvent & { is: 'timer' })['timer']): LegEvent => ({ is: 'timer', timer: name })

describe('a call that comes in', () => {
  test('rings, is answered, confirmed, and hung up by us', () => {
    expect(words(arrived().effects)).toEqual(['100 to INVITE'])
    const { leg, told } = run(arrived(), [open, { is: 'ring' }, answer, ack(), { is: 'hang-up' }, got('bye', responseTo(200, 'BYE', 1))])
    expect(told).toEqual([
      'ringing, tell arrived',
      'ringing, 180 to INVITE',
      'answered, 200 to INVITE, start repeat-2xx 500, start no-ack 32000, configure',
      'confirmed, tell confirmed',
      'parting, BYE 1 as bye, tell ended',
      'over, forget',
    ])
    expect(leg.dialog.routes).toEqual(['<sip:p1;lr>', '<sip:p2;lr>'])
  })

  test('repeats its 200 at T1, 2*T1 ... T2, and says BYE when no ACK comes', () => {
    expect(
      run(arrived(), [
        open,
        answer,
        timer('repeat-2xx'),
        timer('repeat-2xx'),
        timer('repeat-2xx'),
        timer('repeat-2xx'),
        timer('no-ack'),
      ]).told.slice(2),
    ).toEqual([
      'answered, 200 to INVITE, start repeat-2xx 1000',
      'answered, 200 to INVITE, start repeat-2xx 2000',
      'answered, 200 to INVITE, start repeat-2xx 4000',
      'answered, 200 to INVITE, start repeat-2xx 4000',
      'parting, BYE 1 as bye, tell ended',
    ])
  })

  test('hung up before its ACK, is over at once, but the BYE waits for the ACK', () => {
    expect(run(arrived(), [open, answer, { is: 'hang-up' }, timer('repeat-2xx'), ack()]).told.slice(2)).toEqual([
      'leaving, tell ended',
      'leaving, 200 to INVITE, start repeat-2xx 1000',
      'parting, BYE 1 as bye',
    ])
  })

  test('an old CSeq hears 500, a BYE that crosses ours 200', () => {
    const { told } = run(arrived(), [open, answer, ack(), within('OPTIONS', 1), { is: 'hang-up' }, within('OPTIONS', 5), within('BYE', 6)])
    expect(told.slice(3)).toEqual([
      'confirmed, 500 to OPTIONS',
      'parting, BYE 1 as bye, tell ended',
      'parting, 481 to OPTIONS',
      'over, 200 to BYE, forget',
    ])
  })

  test('a BYE while it rings ends the INVITE as well', () => {
    expect(run(arrived(), [open, within('BYE', 2)]).told[1]).toBe('over, 200 to BYE, 487 to INVITE, tell ended, forget')
  })

  test('a second INVITE before the first is answered hears 500 and when to come again', () => {
    expect(run(arrived(), [open, within('INVITE', 2, OFFER)]).told[1]).toBe('ringing, 500 to INVITE')
  })

  test('a re-INVITE shows that our 200 arrived, and moves the target', () => {
    const moved = within('INVITE', 2, HOLD)
    const { leg, told } = run(arrived(), [open, answer, moved, ack(2)])
    expect(told.slice(2)).toEqual([
      'confirmed, tell confirmed, 200 to INVITE, start repeat-2xx 500, start no-ack 32000, configure, tell hold',
      'confirmed',
    ])
    expect(leg.dialog.target.uri).toBe('sip:a@192.0.2.1:5070')
    expect(leg.held).toBe(true)
  })

  test('a re-INVITE we cannot serve changes nothing', () => {
    const { leg, told } = run(arrived(), [open, answer, ack(), within('INVITE', 2, OFFER.replace('RTP/AVP 8 0', 'RTP/AVP 18'))])
    expect(told[3]).toBe('confirmed, 488 to INVITE')
    expect(leg.held).toBe(false)
  })
})

describe('session timers', () => {
  const timed = (expires: string, supported: readonly string[] = ['Supported: timer']): LegStep =>
    arrived([`Session-Expires: ${expires}`, ...supported])

  test('the peer refreshes when it can; without a refresh we say BYE shortly before the end', () => {
    const { told } = run(timed('1800'), [open, answer, ack(), timer('session')])
    expect(told[1]).toContain('start session 1768000')
    expect(told[3]).toBe('parting, BYE 1 as bye, tell ended')
  })

  test('an interval longer than any timer is brought down to a day', () => {
    expect(run(timed('2147483648'), [open, answer]).told[1]).toContain('start session 86368000')
  })

  test('we refresh a peer that knows no timers, and wait our time after a 491', () => {
    const { told } = run(timed('1800', []), [
      open,
      answer,
      ack(),
      timer('refresh'),
      got('reinvite', responseTo(491, 'INVITE', 1)),
      timer('refresh'),
      within('INVITE', 2, OFFER),
      got('reinvite', responseTo(200, 'INVITE', 2)),
      got('reinvite', responseTo(200, 'INVITE', 2)),
    ])
    expect(told[1]).toContain('start refresh 900000')
    expect(told.slice(3)).toEqual([
      'confirmed, INVITE 1 as reinvite',
      'confirmed, start refresh 1000',
      'confirmed, INVITE 2 as reinvite',
      'confirmed, 491 to INVITE',
      'confirmed, ACK 2, configure, start refresh 900000',
      'confirmed, ACK 2',
    ])
  })

  test('a refresh that finds nobody ends the call', () => {
    expect(run(timed('1800', []), [open, answer, ack(), timer('refresh'), got('reinvite', responseTo(481, 'INVITE', 1))]).told[4]).toBe(
      'parting, BYE 2 as bye, tell ended',
    )
  })
})

describe('a call we place', () => {
  test('is acknowledged each time its 200 comes, and another phone of a fork is told goodbye', () => {
    expect(words(placed().effects)).toEqual(['INVITE 1 as invite'])
    const { told } = run(placed(), [
      got('invite', responseTo(180, 'INVITE', 1)),
      got('invite', responseTo(200, 'INVITE', 1)),
      got('invite', responseTo(200, 'INVITE', 1)),
      got('invite', responseTo(200, 'INVITE', 1, OFFER, 'fork')),
      within('BYE', 1),
    ])
    expect(told).toEqual([
      'calling',
      'confirmed, ACK 1, tell answered, tell confirmed, configure',
      'confirmed, ACK 1',
      'confirmed, ACK 1, BYE 2 as stray',
      'over, 200 to BYE, tell ended, forget',
    ])
  })

  test('challenged, is placed again with credentials and the next CSeq; hung up meanwhile, is over', () => {
    const header = { name: 'authorization', value: 'Digest x' }
    const { leg, told } = run(placed(), [{ is: 'authorize', header }])
    expect(told).toEqual(['calling, INVITE 2 as invite'])
    expect(leg.described.version).toBe(1)
    expect(run(placed(), [{ is: 'hang-up' }, { is: 'authorize', header }]).told).toEqual(['cancelling, tell ended', 'over, forget'])
  })

  test('hung up before anything was heard, is cancelled at the first provisional response', () => {
    expect(
      run(placed(), [{ is: 'hang-up' }, got('invite', responseTo(100, 'INVITE', 1)), got('invite', responseTo(487, 'INVITE', 1))]).told,
    ).toEqual(['cancelling, tell ended', 'cancelling, cancel-invite, start cancelled 32000', 'over, forget'])
  })

  test('answered although cancelled, is acknowledged and told goodbye', () => {
    expect(
      run(placed(), [got('invite', responseTo(180, 'INVITE', 1)), { is: 'hang-up' }, got('invite', responseTo(200, 'INVITE', 1))]).told,
    ).toEqual(['calling', 'cancelling, cancel-invite, tell ended, start cancelled 32000', 'parting, ACK 1, BYE 2 as bye'])
  })

  test('answered with nothing we can use, is told goodbye', () => {
    expect(run(placed(), [got('invite', responseTo(200, 'INVITE', 1, 'v=0\r\n'))]).told).toEqual([
      'parting, ACK 1, tell refused, BYE 2 as bye, tell ended',
    ])
  })
})

const anyEvent: fc.Arbitrary<LegEvent> = fc.oneof(
  fc.constantFrom<LegEvent>(
    open,
    answer,
    { is: 'ring' },
    { is: 'hang-up' },
    { is: 'cancel' },
    { is: 'reject', status: 486 },
    { is: 'authorize', header: { name: 'authorization', value: 'x' } },
  ),
  fc.constantFrom<LegEvent>({ is: 'media-lost', why: 'no-audio' }, { is: 'media-lost', why: 'media-lost' }),
  fc.constantFrom('repeat-2xx' as const, 'no-ack' as const, 'session' as const, 'refresh' as const, 'cancelled' as const).map(timer),
  fc.tuple(fc.nat({ max: 6 }), fc.constantFrom('', OFFER)).map(([cseq, body]) => ack(cseq, body)),
  fc
    .tuple(
      fc.constantFrom('BYE', 'INVITE', 'UPDATE', 'INFO', 'OPTIONS', 'REFER', 'FOO'),
      fc.integer({ min: 2, max: 12 }),
      fc.constantFrom('', OFFER, HOLD, 'junk'),
    )
    .map(([method, cseq, body]) => within(method, cseq, body, ['Session-Expires: 100'])),
  fc
    .tuple(
      fc.constantFrom('invite' as const, 'reinvite' as const, 'bye' as const),
      fc.constantFrom(100, 180, 200, 408, 481, 487, 491, 503),
      fc.nat({ max: 6 }),
      fc.constantFrom(OFFER, HOLD, 'junk'),
    )
    .map(([to, status, cseq, body]) => got(to, responseTo(status, 'INVITE', cseq, body))),
  fc
    .tuple(
      fc.constantFrom('invite' as const, 'reinvite' as const, 'bye' as const),
      fc.constantFrom('timeout' as const, 'transport' as const),
    )
    .map(([of, why]): LegEvent => ({ is: 'unanswered', of, why })),
)

test('whatever happens in whatever order, the end is told once and no more, and what is over stays silent', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(anyEvent, { maxLength: 40 }), (incoming, events) => {
      const first = incoming ? arrived() : placed()
      let { leg } = first
      let ended = 0
      const running = new Set<string>()
      for (const event of events) {
        const wasOver = leg.phase === 'over'
        const next = stepLeg(leg, event, context)
        for (const effect of next.effects) {
          if (effect.do === 'tell' && effect.news.is === 'ended') ended += 1
          // After the end nobody is told anything, and no audio is set.
          else if (ended > 0) expect(effect.do === 'tell' || effect.do === 'configure').toBe(false)
          if (effect.do === 'start') running.add(effect.timer)
          if (effect.do === 'cancel') running.delete(effect.timer)
          if (wasOver) expect(['respond', 'acknowledge', 'request']).toContain(effect.do)
        }
        leg = next.leg
        expect(ended).toBe(LIVING.has(leg.phase) ? 0 : 1)
        if (leg.phase === 'over') expect([...running]).toEqual([])
      }
    }),
    { numRuns: 2_000 },
  )
})

test('hanging up always leads to the end, if only by time', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(anyEvent, { maxLength: 25 }), (incoming, events) => {
      let { leg } = incoming ? arrived() : placed()
      const last: readonly LegEvent[] = [
        { is: 'hang-up' },
        { is: 'unanswered', of: 'reinvite', why: 'timeout' },
        timer('no-ack'),
        timer('cancelled'),
        { is: 'unanswered', of: 'invite', why: 'timeout' },
        { is: 'unanswered', of: 'bye', why: 'timeout' },
      ]
      for (const event of [...events, ...last]) leg = stepLeg(leg, event, context).leg
      expect(leg.phase).toBe('over')
    }),
    { numRuns: 1_000 },
  )
})
