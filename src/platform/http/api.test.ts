import { beforeEach, expect, test } from 'vitest'
import { closeFollowUp, listContacts, type Problem } from '#contract/index.ts'
import type { BusinessId } from '#kernel/ids.ts'
import { type Api, createApi } from './api.ts'

const followUp = '0193d1c0-0000-7000-8000-000000000001'

let api: Api
let failures: unknown[]
beforeEach(() => {
  failures = []
  api = createApi({
    access: { bySession: async () => undefined, byApiKey: async () => ({ by: 'api-key', business: followUp as BusinessId }) },
    version: '0.0.0',
    onError: (error) => void failures.push(error),
  })
  api.json(listContacts, async () => ({ contacts: [], next: null }))
  api.json(closeFollowUp, async () => {
    throw new Error('nothing that was refused gets here')
  })
})

const ask = async (path: string, init: { readonly body?: string; readonly type?: string } = {}) => {
  const { body, type = 'application/json' } = init
  const headers = { authorization: 'Bearer fl_x', ...(body === undefined ? {} : { 'content-type': type }) }
  const response = await api.app.request(`/api/v1${path}`, { headers, ...(body === undefined ? {} : { method: 'POST', body }) })
  return { status: response.status, type: response.headers.get('content-type'), answer: (await response.json()) as Problem }
}

test.each([
  ['is no JSON', { body: '{bad' }, 'Malformed JSON in request body.'],
  ['is empty', { body: '' }, 'Malformed JSON in request body.'],
  [
    'is JSON by another name',
    { body: '{"why":"done"}', type: 'text/plain' },
    'The body is not sent as JSON: say content-type: application/json.',
  ],
  ['is not as the contract says', { body: '{"why":"bored"}' }, expect.stringContaining('why: ')],
])('a body that %s is refused as a problem of the request, not of ours', async (_, sent, title) => {
  expect(await ask(`/follow-ups/${followUp}/close`, sent)).toEqual({
    status: 400,
    type: 'application/problem+json',
    answer: { type: 'InvalidRequest', title, status: 400 },
  })
  expect(failures).toEqual([])
})

test('a page begins after a contact, and what is no id is refused before anything is looked up', async () => {
  expect((await ask(`/contacts?before=${followUp}`)).status).toBe(200)
  expect(await ask('/contacts?before=zzz')).toMatchObject({ status: 400, answer: { title: expect.stringContaining('before: ') } })
})

test('what fails on our side says nothing of its inside, and is told to the log', async () => {
  const { status, answer } = await ask(`/follow-ups/${followUp}/close`, { body: '{"why":"done"}' })
  expect([status, answer.type, failures.length]).toEqual([500, 'InternalError', 1])
})
