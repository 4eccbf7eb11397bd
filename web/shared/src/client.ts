/**
 * One typed door to the server: paths, queries, bodies and answers come from its own OpenAPI document.
 *
 * It knows no fetch and no wx.request; a transport is handed in. A refusal (problem+json, RFC 9457) becomes a
 * `Refusal`, no answer at all an `Unreachable`; nothing else is thrown.
 */
import type { components, paths } from './schema'

export type Schemas = components['schemas']
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Operation<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? NonNullable<paths[P][M]> : never
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, infer O> ? ([O] extends [undefined] ? never : P) : never
}[keyof paths]

type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined
type PathParameters<O> = O extends { parameters: { path: infer P } } ? P : undefined
type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : undefined
type Content<R> = R extends { content: { 'application/json': infer A } } ? Present<A> : void
/* The server always sends every member of an answer; the document marks none as required. */
export type Present<T> = T extends (infer I)[] ? Present<I>[] : T extends object ? { [K in keyof T]-?: Present<T[K]> } : T
type Answer<O> = O extends { responses: { 200: infer R } }
  ? Content<R>
  : O extends { responses: { 201: infer R } }
    ? Content<R>
    : void

/** An object as the server answers it, all members there: `Answered<'Order'>`. */
export type Answered<N extends keyof Schemas> = Present<Schemas[N]>

export interface CallOptions<O> {
  path?: PathParameters<O>
  query?: Query<O>
  body?: Body<O>
  /** The same key with the same body gives the first answer again: make one per intention, not per try. */
  key?: string
  /** Ends the wait; the call is refused as Unreachable. */
  signal?: AbortSignal
}

export interface WireRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  signal?: AbortSignal
}
export interface WireAnswer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  text: string
}
/** Sends one request; rejects when no answer came. */
export type Transport = (request: WireRequest) => Promise<WireAnswer>

export interface FieldError {
  field: string
  reason: string
}

/** The server said no: `code` is stable, `message` is a sentence in the caller's language. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: FieldError[] = [],
    readonly requestId = '',
    /** Seconds to wait before trying again, 0 when the server named none. */
    readonly retryAfter = 0,
  ) {
    super(message)
    this.name = 'Refusal'
  }
}

/** No answer came; whether the server has acted is unknown. Try again with the same key. */
export class Unreachable extends Error {
  constructor() {
    super('unreachable')
    this.name = 'Unreachable'
  }
}

export interface ClientOptions {
  transport: Transport
  /** "zh-CN" or "en", asked before every call. */
  language: () => string
  /** Bearer token, or null for none (staff pages use the session cookie). */
  token?: () => string | null
  /** Logs in again after a 401; true when the call should be tried once more. */
  renew?: () => Promise<boolean>
}

type Caller<M extends Method> = <P extends PathsWith<M>>(
  path: P,
  options?: CallOptions<Operation<P, M>>,
) => Promise<Answer<Operation<P, M>>>

export interface Client {
  get: Caller<'get'>
  post: Caller<'post'>
  put: Caller<'put'>
  patch: Caller<'patch'>
  delete: Caller<'delete'>
}

interface LooseOptions {
  path?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  key?: string
  signal?: AbortSignal
}

/** `/orders/{order_no}` with its names filled in and the query behind it; empty values are left out. */
export function buildUrl(path: string, names: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return pairs.length ? `${filled}?${pairs.join('&')}` : filled
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
}

function refusalOf(answer: WireAnswer): Refusal | Unreachable {
  const problem = parse(answer.text)
  if (!problem || typeof problem['code'] !== 'string') return new Unreachable() // a proxy's page, not our server
  return new Refusal(
    answer.status,
    problem['code'],
    String(problem['detail'] || problem['title'] || problem['code']),
    (problem['errors'] as FieldError[] | undefined) ?? [],
    String(problem['request_id'] ?? ''),
    Number(answer.headers['retry-after'] ?? 0) || 0,
  )
}

export function createClient(o: ClientOptions): Client {
  async function send(method: Method, path: string, options: LooseOptions): Promise<WireAnswer> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': o.language() }
    const token = o.token?.()
    if (token) headers['Authorization'] = `Bearer ${token}`
    if (options.key) headers['Idempotency-Key'] = options.key
    if (options.body !== undefined) headers['Content-Type'] = 'application/json'
    try {
      return await o.transport({
        method: method.toUpperCase(),
        url: buildUrl(path, options.path, options.query),
        headers,
        body: options.body === undefined ? undefined : JSON.stringify(options.body),
        signal: options.signal,
      })
    } catch {
      throw new Unreachable()
    }
  }

  async function call(method: Method, path: string, options: LooseOptions = {}): Promise<unknown> {
    let answer = await send(method, path, options)
    if (answer.status === 401 && o.renew && (await o.renew())) answer = await send(method, path, options)
    if (answer.status >= 400) throw refusalOf(answer)
    return answer.text ? parse(answer.text) : undefined
  }

  const caller = (method: Method) => (path: string, options?: LooseOptions) => call(method, path, options)
  return {
    get: caller('get'),
    post: caller('post'),
    put: caller('put'),
    patch: caller('patch'),
    delete: caller('delete'),
  } as unknown as Client
}

/** A fresh Idempotency-Key. */
export function newKey(): string {
  const part = () => Math.floor(Math.random() * 0x100000000).toString(36).padStart(7, '0')
  return `${Date.now().toString(36)}-${part()}${part()}`
}

/** The browser's transport: same origin, cookies with it. */
export const fetchTransport: Transport = async ({ method, url, headers, body, signal }) => {
  const answer = await fetch(url, { method, headers, body, signal, credentials: 'same-origin' })
  const names: Record<string, string> = {}
  answer.headers.forEach((value, name) => {
    names[name.toLowerCase()] = value
  })
  return { status: answer.status, headers: names, text: await answer.text() }
}
