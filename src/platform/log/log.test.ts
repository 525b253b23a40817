import { expect, test } from 'vitest'
import { createLog, type LogOptions } from './log.ts'

const written = (options: Partial<LogOptions>, write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = []
  write(createLog({ level: 'info', write: (line) => lines.push(line), ...options }))
  return lines.join('')
}

test('personal data is hidden, at the top, within, and in a child’s bindings', () => {
  const text = written({}, (log) => {
    log.info({ pii: { name: 'Ingrid' } }, 'top')
    log.info({ caller: { pii: '+4512345678' } }, 'within')
    log.info({ contact: { caller: { pii: 'Ingrid' } } }, 'deeper')
    log.child({ pii: 'Ingrid' }).info('bound')
  })
  expect(text).not.toMatch(/Ingrid|12345678/)
  expect(text.match(/\[personal data\]/g)).toHaveLength(4)
})

test('a setting shows it', () => {
  expect(written({ showPersonal: true }, (log) => log.info({ pii: { name: 'Ingrid' } }, 'top'))).toContain('Ingrid')
})

test('an error is written with its code and cause, but never with the row PostgreSQL quotes in its detail', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (number)=(+4512345678) already exists.' })
  const text = written({}, (log) => log.error({ err: new Error('outer', { cause }) }, 'failed'))
  expect(text).toContain('23505')
  expect(text).not.toContain('12345678')
})

test('below the level nothing is written', () => {
  expect(written({ level: 'warn' }, (log) => log.info('quiet'))).toBe('')
})

test('on a terminal a line reads time, level, message, facts, and the stack below', () => {
  const text = written({ pretty: true }, (log) => log.warn({ port: 5060, err: new Error('broken') }, 'SIP stopped'))
  // eslint-disable-next-line no-control-regex
  const plain = text.replace(/\u001b\[\d+m/g, '')
  expect(plain).toMatch(/^\d\d:\d\d:\d\d warn {2}SIP stopped port=5060\nError: broken\n/)
})

test('a JSON line is one line of JSON with level, time and message', () => {
  const line = JSON.parse(written({}, (log) => log.info({ port: 5060 }, 'SIP listens'))) as Record<string, unknown>
  expect(line).toMatchObject({ level: 'info', msg: 'SIP listens', port: 5060 })
  expect(line['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
})
