import { describe, expect, test } from 'vitest'
import { byteTextOf, bytesOfText } from '../message/bytes.ts'
import type { SipRequest } from '../message/message.ts'
import { readMessage } from '../message/read-message.ts'
import { identifyCaller } from './identify-caller.ts'
import { type Country, e164Of } from './phone-number.ts'
import { isTrusted, readNetwork, type TrustedSources } from './trusted-source.ts'

const invite = (from: string, ...headers: readonly string[]): SipRequest => {
  const lines = [
    'INVITE sip:100@h SIP/2.0',
    'Via: SIP/2.0/UDP h;branch=z9hG4bKa',
    `From: ${from};tag=1`,
    'To: <sip:100@h>',
    'Call-ID: c',
    'CSeq: 1 INVITE',
  ]
  const message = readMessage(bytesOfText(byteTextOf(`${[...lines, ...headers].join('\r\n')}\r\n\r\n`)), 'datagram')
  if (message.kind !== 'request') throw new Error(message.kind === 'malformed' ? message.why : 'no request')
  return message
}

describe('numbers', () => {
  test.each<readonly [string, Country, string | undefined]>([
    ['20123456', 'DK', '+4520123456'],
    ['20 12 34 56', 'DK', '+4520123456'],
    ['004520123456', 'DK', '+4520123456'],
    ['+4520123456', 'DK', '+4520123456'],
    ['4520123456', 'DK', '+4520123456'],
    ['+46 8 123 456 78', 'DK', '+46812345678'],
    ['004915112345678', 'DK', '+4915112345678'],
    ['4915112345678', 'DK', '+4915112345678'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['(020) 7946-0958', 'GB', '+442079460958'],
    ['0812345678', 'SE', '+46812345678'],
    ['2025550123', 'US', '+12025550123'],
    ['100', 'DK', undefined],
    ['112', 'DK', undefined],
    ['anna', 'DK', undefined],
    ['', 'DK', undefined],
    ['+', 'DK', undefined],
    ['0'.repeat(60), 'DK', undefined],
  ])('%s in %s is %s', (text, country, e164) => {
    expect(e164Of(text, country)).toBe(e164)
  })
})

describe('who is calling', () => {
  const nobody = { number: undefined, displayName: undefined, withheld: false, divertedFrom: undefined }

  test('From names the caller, with a display name in any script', () => {
    expect(identifyCaller(invite('"Søren Åkjær" <sip:20123456@pbx.example>'), false, 'DK')).toEqual({
      ...nobody,
      number: '+4520123456',
      displayName: 'Søren Åkjær',
    })
    expect(identifyCaller(invite('<tel:+45-20-12-34-56>'), false, 'DK').number).toBe('+4520123456')
    expect(identifyCaller(invite('<tel:20123456;phone-context=+45>'), false, 'US').number).toBe('+4520123456')
    expect(identifyCaller(invite('<sip:anna@pbx.example>'), false, 'DK')).toEqual(nobody)
  })

  test('P-Asserted-Identity is believed from trusted sources only', () => {
    const asserted = invite('"Anna" <sip:anna@pbx.example>', 'P-Asserted-Identity: "A. Holm" <sip:holm@x>, <tel:+4533112233>')
    expect(identifyCaller(asserted, true, 'DK')).toEqual({ ...nobody, number: '+4533112233', displayName: 'Anna' })
    expect(identifyCaller(asserted, false, 'DK')).toEqual({ ...nobody, displayName: 'Anna' })
  })

  test.each([
    ['"Anonymous" <sip:anonymous@anonymous.invalid>', 'Subject: x'],
    ['<sip:Anonymous@carrier.example>', 'Subject: x'],
    ['<sip:20123456@carrier.example>', 'Privacy: user;id'],
    ['<sip:20123456@carrier.example>', 'Privacy: header'],
  ])('a withheld caller stays withheld, also when a trusted network knows: %s, %s', (from, header) => {
    const hidden = invite(from, header, 'P-Asserted-Identity: <tel:+4533112233>')
    expect(identifyCaller(hidden, true, 'DK')).toEqual({ ...nobody, withheld: true })
  })

  test('Privacy: none hides nothing', () => {
    expect(identifyCaller(invite('<sip:20123456@x>', 'Privacy: none'), false, 'DK').withheld).toBe(false)
  })

  test('the number first dialled is the last of Diversion, the first of History-Info', () => {
    const diverted = invite(
      '<sip:20123456@x>',
      'Diversion: <sip:33112244@x>;reason=no-answer',
      'Diversion: <sip:33112233@x>;reason=user-busy',
    )
    expect(identifyCaller(diverted, false, 'DK').divertedFrom).toBe('+4533112233')
    const history = 'History-Info: <sip:33112233@x?Reason=SIP%3Bcause%3D302>;index=1, <sip:100@h>;index=1.1'
    expect(identifyCaller(invite('<sip:20123456@x>', history), false, 'DK').divertedFrom).toBe('+4533112233')
    expect(identifyCaller(invite('<sip:20123456@x>', 'History-Info: <sip:33112233@x>;index=1'), false, 'DK').divertedFrom).toBeUndefined()
  })
})

describe('trusted sources', () => {
  const sources: TrustedSources = ['192.0.2.7', '10.0.0.0/8', '2001:db8::/33', '::1'].flatMap((text) => readNetwork(text) ?? [])

  test.each([
    ['192.0.2.7', true],
    ['192.0.2.8', false],
    ['10.255.0.1', true],
    ['11.0.0.1', false],
    ['::ffff:10.1.1.1', true],
    ['2001:db8:7fff::1', true],
    ['2001:db8:8000::1', false],
    ['::1', true],
    ['1::', false],
    ['nonsense', false],
  ])('%s: %s', (address, trusted) => {
    expect(isTrusted(sources, address)).toBe(trusted)
  })

  test.each(['', 'example.com', '10.0.0.0/33', '10.0.0/8', '300.1.1.1', '::1/129', '1::2::3', '1:2:3', '10.0.0.0/', 'g::'])(
    '%j is no network',
    (text) => {
      expect(readNetwork(text)).toBeUndefined()
    },
  )
})
