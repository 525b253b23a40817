import { describe, expect, test } from 'vitest'
import { bytesOfText } from '../message/bytes.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { readMessage } from '../message/read-message.ts'
import { replyTo } from '../message/reply.ts'
import { beginInviteClient, stepInviteClient } from './invite-client.ts'
import { newInviteServer, stepInviteServer } from './invite-server.ts'
import { clientKey, serverKey } from './match.ts'
import { beginNonInviteClient, stepNonInviteClient } from './non-invite-client.ts'
import { newNonInviteServer, stepNonInviteServer } from './non-invite-server.ts'
import { type Carrier, type Effect, type Step, TIMINGS } from './step.ts'

const request = (method: string, branch = ';branch=z9hG4bKa'): SipRequest => {
  const message = readMessage(
    bytesOfText(
      `${method} sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h${branch}\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 7 ${method}\r\nMax-Forwards: 70\r\nRoute: <sip:p;lr>\r\n\r\n`,
    ),
    'datagram',
  )
  if (message.kind !== 'request') throw new Error('no request')
  return message
}

const invite = request('INVITE')
const response = (status: number): SipResponse => replyTo(invite, status, { toTag: 'us' })

/** Effects as one line of words each. */
const words = (effects: readonly Effect<SipRequest | SipResponse, string, { readonly is: string }>[]): string[] =>
  effects.map((effect) => {
    if (effect.do === 'send') return `send ${effect.message.kind === 'request' ? effect.message.method : effect.message.status}`
    if (effect.do === 'start') return `start ${effect.timer} ${effect.ms}`
    if (effect.do === 'cancel') return `cancel ${effect.timer}`
    if (effect.do === 'deliver') return `deliver ${effect.news.is}`
    return 'end'
  })

/** Steps a machine through events; each answer is state and effects in words. */
const run = <State extends { readonly is: string }, E>(
  first: State,
  step: (state: State, event: E) => Step<State, Effect<SipRequest | SipResponse, string, { readonly is: string }>>,
  events: readonly E[],
): string[] => {
  let state = first
  return events.map((event) => {
    const next = step(state, event)
    state = next.state
    return [state.is, ...words(next.effects)].join(', ')
  })
}

describe('INVITE server transaction', () => {
  const go = (carrier: Carrier, events: readonly Parameters<typeof stepInviteServer>[1][]): string[] =>
    run(newInviteServer, (state, event: Parameters<typeof stepInviteServer>[1]) => stepInviteServer(state, event, carrier, TIMINGS), events)
  const ack = { is: 'ack', ack: request('ACK') } as const
  const again = { is: 'request' } as const
  const respond = (status: number) => ({ is: 'respond', response: response(status) }) as const
  const timer = (name: 'G' | 'H' | 'I' | 'L') => ({ is: 'timer', timer: name }) as const

  test('repeats its refusal at doubling intervals up to T2 until the ACK, then lingers T4', () => {
    expect(
      go('unreliable', [
        again,
        respond(100),
        again,
        respond(486),
        timer('G'),
        timer('G'),
        timer('G'),
        timer('G'),
        again,
        ack,
        ack,
        timer('I'),
      ]),
    ).toEqual([
      'proceeding',
      'proceeding, send 100',
      'proceeding, send 100',
      'completed, send 486, start G 500, start H 32000',
      'completed, send 486, start G 1000',
      'completed, send 486, start G 2000',
      'completed, send 486, start G 4000',
      'completed, send 486, start G 4000',
      'completed, send 486',
      'confirmed, cancel G, cancel H, start I 5000',
      'confirmed',
      'terminated, end',
    ])
  })

  test('tells when no ACK comes', () => {
    expect(go('unreliable', [respond(500), timer('H')])[1]).toBe('terminated, cancel G, deliver timeout, end')
  })

  test('over a reliable transport repeats no refusal and does not linger', () => {
    expect(go('reliable', [respond(486), ack])).toEqual(['completed, send 486, start H 32000', 'terminated, cancel G, cancel H, end'])
  })

  test('accepted: swallows INVITEs, passes on every 2xx and the ACK, until timer L', () => {
    expect(go('unreliable', [respond(200), again, respond(200), ack, respond(500), timer('L')])).toEqual([
      'accepted, send 200, start L 32000',
      'accepted',
      'accepted, send 200',
      'accepted, deliver acknowledged',
      'accepted',
      'terminated, end',
    ])
  })
})

describe('non-INVITE server transaction', () => {
  const go = (carrier: Carrier, events: readonly Parameters<typeof stepNonInviteServer>[1][]): string[] =>
    run(
      newNonInviteServer,
      (state, event: Parameters<typeof stepNonInviteServer>[1]) => stepNonInviteServer(state, event, carrier, TIMINGS),
      events,
    )

  test('answers repetitions with what it answered last, for 64*T1', () => {
    const again = { is: 'request' } as const
    expect(
      go('unreliable', [
        again,
        { is: 'respond', response: response(100) },
        again,
        { is: 'respond', response: response(200) },
        { is: 'respond', response: response(500) },
        again,
        { is: 'timer', timer: 'J' },
        again,
      ]),
    ).toEqual([
      'trying',
      'proceeding, send 100',
      'proceeding, send 100',
      'completed, send 200, start J 32000',
      'completed',
      'completed, send 200',
      'terminated, end',
      'terminated',
    ])
  })

  test('over a reliable transport is over with its answer', () => {
    expect(go('reliable', [{ is: 'respond', response: response(200) }])).toEqual(['terminated, send 200, end'])
  })
})

describe('INVITE client transaction', () => {
  type Event = Parameters<typeof stepInviteClient>[1]
  const go = (carrier: Carrier, events: readonly Event[]): string[] =>
    run(
      beginInviteClient(invite, carrier, TIMINGS).state,
      (state, event: Event) => stepInviteClient(state, event, carrier, TIMINGS),
      events,
    )
  const got = (status: number): Event => ({ is: 'response', response: response(status) })
  const timer = (name: 'A' | 'B' | 'D' | 'M'): Event => ({ is: 'timer', timer: name })

  test('repeats the INVITE at doubling intervals, and gives up', () => {
    expect(words(beginInviteClient(invite, 'unreliable', TIMINGS).effects)).toEqual(['send INVITE', 'start A 500', 'start B 32000'])
    expect(words(beginInviteClient(invite, 'reliable', TIMINGS).effects)).toEqual(['send INVITE', 'start B 32000'])
    expect(go('unreliable', [timer('A'), timer('A'), timer('A'), timer('B')])).toEqual([
      'calling, send INVITE, start A 1000',
      'calling, send INVITE, start A 2000',
      'calling, send INVITE, start A 4000',
      'terminated, cancel A, deliver timeout, end',
    ])
  })

  test('acknowledges a refusal each time it comes', () => {
    expect(go('unreliable', [got(180), timer('B'), got(486), got(486), timer('D')])).toEqual([
      'proceeding, cancel A, cancel B, deliver response',
      'proceeding',
      'completed, cancel A, cancel B, send ACK, deliver response, start D 32000',
      'completed, send ACK',
      'terminated, end',
    ])
    expect(go('reliable', [got(486)])).toEqual(['terminated, cancel A, cancel B, send ACK, deliver response, end'])
  })

  test('gives every 2xx to the call, which acknowledges it', () => {
    expect(go('unreliable', [got(200), got(200), got(486), timer('M')])).toEqual([
      'accepted, cancel A, cancel B, deliver response, start M 32000',
      'accepted, deliver response',
      'accepted',
      'terminated, end',
    ])
  })

  test('tells of a transport that fails while calling', () => {
    expect(go('reliable', [{ is: 'transport-error' }])).toEqual(['terminated, cancel A, cancel B, cancel D, deliver transport-error, end'])
  })

  test('the ACK of a refusal has the branch, number and route of the INVITE and the To of the refusal', () => {
    const { effects } = stepInviteClient(beginInviteClient(invite, 'unreliable', TIMINGS).state, got(486), 'unreliable', TIMINGS)
    const sent = effects.find((effect) => effect.do === 'send')
    if (sent?.do !== 'send') throw new Error('no ACK')
    const ack = sent.message
    expect(ack.via).toEqual(invite.via)
    expect(ack.cseq).toEqual({ number: 7, method: 'ACK' })
    expect(ack.to.params.get('tag')).toBe('us')
    expect(ack.headers.find(({ name }) => name === 'route')?.value).toBe('<sip:p;lr>')
    expect(serverKey(ack)).toBe(serverKey(invite))
  })
})

describe('non-INVITE client transaction', () => {
  type Event = Parameters<typeof stepNonInviteClient>[1]
  const bye = request('BYE')
  const go = (carrier: Carrier, events: readonly Event[]): string[] =>
    run(
      beginNonInviteClient(bye, carrier, TIMINGS).state,
      (state, event: Event) => stepNonInviteClient(state, event, carrier, TIMINGS),
      events,
    )
  const timer = (name: 'E' | 'F' | 'K'): Event => ({ is: 'timer', timer: name })
  const got = (status: number): Event => ({ is: 'response', response: replyTo(bye, status) })

  test('repeats at doubling intervals up to T2, each T2 once it proceeds, and swallows repeated answers for T4', () => {
    expect(
      go('unreliable', [timer('E'), timer('E'), timer('E'), timer('E'), got(100), timer('E'), got(200), got(200), timer('K')]),
    ).toEqual([
      'trying, send BYE, start E 1000',
      'trying, send BYE, start E 2000',
      'trying, send BYE, start E 4000',
      'trying, send BYE, start E 4000',
      'proceeding, deliver response',
      'proceeding, send BYE, start E 4000',
      'completed, cancel E, cancel F, deliver response, start K 5000',
      'completed',
      'terminated, end',
    ])
  })

  test('gives up after 64*T1, and with its transport', () => {
    expect(go('unreliable', [timer('F')])).toEqual(['terminated, cancel E, deliver timeout, end'])
    expect(go('reliable', [{ is: 'transport-error' }])).toEqual(['terminated, cancel E, cancel F, deliver transport-error, end'])
    expect(go('reliable', [got(481)])).toEqual(['terminated, cancel E, cancel F, deliver response, end'])
  })
})

describe('matching', () => {
  test('a branch with the cookie matches by branch, sent-by and method', () => {
    expect(serverKey(request('ACK'))).toBe(serverKey(invite))
    expect(serverKey(request('CANCEL'), 'INVITE')).toBe(serverKey(invite))
    expect(serverKey(request('BYE'))).not.toBe(serverKey(invite))
    expect(serverKey(request('INVITE', ':5070;branch=z9hG4bKa'))).not.toBe(serverKey(invite))
    expect(clientKey(response(200))).toBe(clientKey(invite))
  })

  test.each(['', ';branch=1', ';branch=z9hG4bK'])('a branch of RFC 2543 (%j) matches by what else names the request', (branch) => {
    const old = request('INVITE', branch)
    expect(serverKey(old)).toBe(serverKey(request('INVITE', branch)))
    expect(serverKey(request('ACK', branch))).toBe(serverKey(old))
    expect(serverKey({ ...old, callId: 'other' })).not.toBe(serverKey(old))
    expect(serverKey({ ...old, via: { ...old.via, host: 'other' } })).not.toBe(serverKey(old))
    expect(serverKey({ ...old, cseq: { number: 8, method: 'INVITE' } })).not.toBe(serverKey(old))
  })
})
