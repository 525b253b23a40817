import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, SettingsRefused } from './config.ts'

const sentences = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof SettingsRefused) return error.sentences
    throw error
  }
  return []
}

test('with nothing set it listens on this machine only, and keeps its data in ./data', () => {
  expect(readConfig({ PATH: '/usr/bin' })).toEqual({
    dataFolder: resolve('data'),
    http: { host: '127.0.0.1', port: 8080 },
    sip: { host: '127.0.0.1', port: 5060 },
    rtp: { host: '127.0.0.1', first: 16_384, last: 32_767 },
    publicAddress: undefined,
    sipTrusted: [],
    databaseUrl: undefined,
    secretKey: undefined,
    log: { level: 'info', showPersonal: false },
  })
})

test('audio goes where SIP goes, unless told otherwise', () => {
  expect(readConfig({ FIRSTLINE_SIP: '192.0.2.10:5080' }).rtp).toEqual({ host: '192.0.2.10', first: 16_384, last: 32_767 })
  expect(readConfig({ FIRSTLINE_SIP: '192.0.2.10:5080', FIRSTLINE_RTP: '192.0.2.11:20000-20999' }).rtp).toEqual({
    host: '192.0.2.11',
    first: 20_000,
    last: 20_999,
  })
})

test('port 0 takes free ports; IPv6 stands in brackets; localhost is 127.0.0.1; a blank setting is not set', () => {
  const config = readConfig({
    FIRSTLINE_HTTP: 'localhost:0',
    FIRSTLINE_SIP: '[2001:db8::1]:5060',
    FIRSTLINE_RTP: '127.0.0.1:0',
    FIRSTLINE_LOG: ' ',
  })
  expect(config.http).toEqual({ host: '127.0.0.1', port: 0 })
  expect(config.sip).toEqual({ host: '2001:db8::1', port: 5060 })
  expect(config.rtp).toEqual({ host: '127.0.0.1', first: 0, last: 0 })
  expect(config.log.level).toBe('info')
})

test('trusted SIP servers are addresses and networks', () => {
  expect(readConfig({ FIRSTLINE_SIP_TRUSTED: '192.0.2.1, 198.51.100.0/24,2001:db8::/32' }).sipTrusted).toEqual([
    '192.0.2.1',
    '198.51.100.0/24',
    '2001:db8::/32',
  ])
})

describe('a wrong setting is refused with a sentence that names it, its value and an example', () => {
  test.each([
    [{ FIRSTLINE_SIP: 'x:y' }, 'FIRSTLINE_SIP is "x:y": "x" is not an IP address of this machine. Write it like 127.0.0.1:5060'],
    [{ FIRSTLINE_SIP: '127.0.0.1' }, 'FIRSTLINE_SIP is "127.0.0.1": the port is missing. Write it like 127.0.0.1:5060'],
    [
      { FIRSTLINE_SIP: '127.0.0.1:sip' },
      'FIRSTLINE_SIP is "127.0.0.1:sip": the port "sip" is not a number from 0 to 65535. Write it like 127.0.0.1:5060',
    ],
    [{ FIRSTLINE_HTTP: '::1:80' }, 'FIRSTLINE_HTTP is "::1:80": an IPv6 address stands in brackets. Write it like 127.0.0.1:8080'],
    [
      { FIRSTLINE_HTTP: '1.2.3.4:65536' },
      'FIRSTLINE_HTTP is "1.2.3.4:65536": the port "65536" is not a number from 0 to 65535. Write it like 127.0.0.1:8080',
    ],
    [
      { FIRSTLINE_RTP: '1.2.3.4:9-1' },
      'FIRSTLINE_RTP is "1.2.3.4:9-1": the range 9-1 ends before it begins. Write it like 192.0.2.10:16384-32767',
    ],
    [
      { FIRSTLINE_RTP: '1.2.3.4:9' },
      'FIRSTLINE_RTP is "1.2.3.4:9": a call needs two ports, an even one and the one above it. Write it like 192.0.2.10:16384-32767',
    ],
    [
      { FIRSTLINE_RTP: '1.2.3.4:0-9' },
      'FIRSTLINE_RTP is "1.2.3.4:0-9": a range begins at port 1; 0 alone takes free ports. Write it like 192.0.2.10:16384-32767',
    ],
    [
      { FIRSTLINE_PUBLIC_ADDRESS: 'example.com' },
      'FIRSTLINE_PUBLIC_ADDRESS is "example.com": "example.com" is not an IP address. Write it like 198.51.100.7',
    ],
    [
      { FIRSTLINE_SIP_TRUSTED: '192.0.2.1,192.0.2.0/33' },
      'FIRSTLINE_SIP_TRUSTED is "192.0.2.1,192.0.2.0/33": "192.0.2.0/33" is neither an IP address nor a network. Write it like 192.0.2.1, 198.51.100.0/24',
    ],
    [{ FIRSTLINE_LOG: 'loud' }, 'FIRSTLINE_LOG is "loud": the choices are error, warn, info, debug, trace, silent. Write it like info'],
  ])('%j', (env, sentence) => {
    expect(sentences(env)).toEqual([sentence])
  })

  test('a secret that cannot be read is not shown', () => {
    expect(sentences({ DATABASE_URL: 'mysql://a:hunter2@db/x', FIRSTLINE_SECRET_KEY: 'hunter2' })).toEqual([
      'DATABASE_URL is set: a PostgreSQL address begins with postgres://, not mysql://. Write it like postgres://firstline:secret@db.example.com:5432/firstline',
      'FIRSTLINE_SECRET_KEY is set: that is not 32 bytes in base64 (44 characters) or hexadecimal (64). Write it like the output of openssl rand -base64 32',
    ])
  })

  test('all of them are said at once', () => {
    expect(sentences({ FIRSTLINE_SIP: 'x', FIRSTLINE_HTTP: 'y', FIRSTLINE_LOG: 'z' })).toHaveLength(3)
  })
})

test('a FIRSTLINE_ name that is no setting is refused with the one that was meant', () => {
  expect(sentences({ FIRSTLINE_SPI: '127.0.0.1:5060' })).toEqual(['FIRSTLINE_SPI is no setting. Did you mean FIRSTLINE_SIP?'])
  expect(sentences({ FIRSTLINE_PUBLIC_ADRESS: '192.0.2.1' })).toEqual([
    'FIRSTLINE_PUBLIC_ADRESS is no setting. Did you mean FIRSTLINE_PUBLIC_ADDRESS?',
  ])
  expect(sentences({ FIRSTLINE_COFFEE_STRENGTH_TODAY: '9' })).toEqual([
    'FIRSTLINE_COFFEE_STRENGTH_TODAY is no setting. See docs/settings.md for those there are.',
  ])
})

test('the API key of the command line is a setting, and is not repeated when it is wrong', () => {
  expect(readConfig({ FIRSTLINE_API_KEY: 'fl_abc' }).apiKey).toBe('fl_abc')
  const [sentence] = sentences({ FIRSTLINE_API_KEY: 'hunter2' })
  expect(sentence).toContain('FIRSTLINE_API_KEY is set: a key begins with fl_')
  expect(sentence).not.toContain('hunter2')
})
