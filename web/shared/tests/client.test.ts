import { describe, expect, it } from 'vitest'
import { buildUrl, createClient, newKey, Refusal, Unreachable, type WireAnswer, type WireRequest } from '../src/client'

/** A server of canned answers that keeps what it was asked. */
function canned(...answers: (WireAnswer | 'down')[]) {
  const asked: WireRequest[] = []
  return {
    asked,
    transport: async (request: WireRequest) => {
      asked.push(request)
      const answer = answers.shift()
      if (!answer || answer === 'down') throw new TypeError('network')
      return answer
    },
  }
}
const ok = (body: unknown): WireAnswer => ({ status: 200, headers: {}, text: JSON.stringify(body) })
const problem = (status: number, more: object): WireAnswer => ({ status, headers: { 'retry-after': '7' }, text: JSON.stringify(more) })

describe('client', () => {
  it('builds addresses and leaves out what is not given', () => {
    expect(buildUrl('/a/{id}/b', { id: '成 都/1' }, { q: '', n: 0, x: undefined, y: null, z: 'a&b' })).toBe(
      '/a/%E6%88%90%20%E9%83%BD%2F1/b?n=0&z=a%26b',
    )
  })
  it('sends token, language, key and body', async () => {
    const server = canned(ok({ order_no: '1' }))
    const client = createClient({ transport: server.transport, language: () => 'en', token: () => 'T' })
    await client.post('/api/v1/orders/{order_no}/cancel', { path: { order_no: '1' }, key: 'k' })
    expect(server.asked[0]).toMatchObject({
      method: 'POST', url: '/api/v1/orders/1/cancel',
      headers: { Authorization: 'Bearer T', 'Idempotency-Key': 'k', 'Accept-Language': 'en' },
    })
  })
  it('turns a refusal into its code, fields and wait', async () => {
    const server = canned(problem(429, { code: 'rate_limited', detail: 'wait', errors: [{ field: 'q', reason: 'r' }] }))
    const failed = await createClient({ transport: server.transport, language: () => 'en' }).get('/api/v1/me').catch((e: unknown) => e)
    expect(failed).toBeInstanceOf(Refusal)
    expect(failed).toMatchObject({ status: 429, code: 'rate_limited', message: 'wait', retryAfter: 7, errors: [{ field: 'q' }] })
  })
  it('logs in again once after a 401 and repeats the call with the same key', async () => {
    const server = canned(problem(401, { code: 'unauthorized' }), ok({ id: '1' }))
    let renewed = 0
    const client = createClient({
      transport: server.transport, language: () => 'en',
      renew: async () => { renewed++; return true },
    })
    await client.post('/api/v1/orders/{order_no}/pay', { path: { order_no: '1' }, key: 'same' })
    expect(renewed).toBe(1)
    expect(server.asked.map((r) => r.headers['Idempotency-Key'])).toEqual(['same', 'same'])
  })
  it('says that nothing came, also for a page that is not ours', async () => {
    const server = canned('down', { status: 502, headers: {}, text: '<html>' })
    const client = createClient({ transport: server.transport, language: () => 'en' })
    await expect(client.get('/api/v1/me')).rejects.toBeInstanceOf(Unreachable)
    await expect(client.get('/api/v1/me')).rejects.toBeInstanceOf(Unreachable)
  })
  it('never makes the same key twice', () => {
    expect(new Set(Array.from({ length: 10_000 }, newKey)).size).toBe(10_000)
  })
})
