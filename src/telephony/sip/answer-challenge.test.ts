import { expect, test } from 'vitest'
import { readChallenge } from '../core/message/read-challenge.ts'
import { digestAnswer } from './answer-challenge.ts'

const mufasa = { user: 'Mufasa', password: 'Circle Of Life' }
const challenge =
  'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'

test('the digest of RFC 2617, section 3.5', () => {
  const read = readChallenge(challenge)
  expect(read && digestAnswer(read, mufasa, 'GET', '/dir/index.html', '0a4f113b')).toContain('response="6629fae49393a05397450978507c4ef1"')
})

test('the digests of RFC 7616, section 3.9.1', () => {
  const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v'
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
  const user = { user: 'Mufasa', password: 'Circle of Life' }
  const answer = (algorithm: string): string => {
    const read = readChallenge(`Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}"`)
    return read === undefined ? '' : digestAnswer(read, user, 'GET', '/dir/index.html', cnonce)
  }
  expect(answer('MD5')).toContain('response="8ca523f5e9506fed4657c9700eebdbec"')
  expect(answer('SHA-256')).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"')
})

test.each([
  'Basic realm="x"',
  'Digest realm="x"',
  'Digest nonce="x"',
  'Digest realm="x", nonce="y", algorithm=SHA-512',
  'Digest realm="open',
  '',
])('%j cannot be answered', (value) => {
  expect(readChallenge(value)).toBeUndefined()
})
