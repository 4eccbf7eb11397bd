/** The real program on a free port with a store of its own. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const BINARY = process.env.YIZHAN_BINARY ?? join(ROOT, 'build/yizhan')
export const PASSWORD = 'correct-horse-battery'

function ownEnvironment() {
  const rest = Object.entries(process.env).filter(([name]) => !name.startsWith('YIZHAN_'))
  return { ...Object.fromEntries(rest), YIZHAN_OWNER_PASSWORD: PASSWORD, LC_ALL: 'C.UTF-8' }
}

export class Server {
  /** Options as on the command line; `demo: false` for an empty house. */
  static async start({ demo = true, options = [] } = {}) {
    const server = new Server()
    server.data = mkdtempSync(join(tmpdir(), 'yizhan-browser-'))
    server.command = ['serve', '--data', server.data, '--rate-limit', 'off', ...(demo ? ['--demo'] : []), ...options]
    await server.run('127.0.0.1:0')
    return server
  }

  async run(listen) {
    this.said = ''
    this.log = ''
    this.process = spawn(BINARY, [...this.command, '--listen', listen], { env: ownEnvironment() })
    this.process.stdout.on('data', (piece) => (this.said += piece))
    this.ended = new Promise((done) => this.process.on('exit', (status, signal) => done(signal ?? status)))
    await new Promise((listening, failed) => {
      this.process.stderr.on('data', (piece) => {
        this.log = (this.log + piece).slice(-100_000)
        const found = /event=app\.ready/.test(this.log) && /event=http\.listen .*port=(\d+)/.exec(this.log)
        if (found) {
          this.port = Number(found[1])
          listening()
        }
      })
      this.ended.then(() => failed(new Error(`the server ended:\n${this.log}`)))
    })
    this.url = `http://127.0.0.1:${this.port}`
  }

  /** The one-time link of a house without an owner. */
  async setupLink() {
    for (let i = 0; i < 500 && !this.said.includes('/admin/setup#'); i++) await new Promise((r) => setTimeout(r, 10))
    return /http:\S+/.exec(this.said)?.[0]
  }

  /** Down, and up again on the same port and store. One that did not end well, maybe long before, has gone wrong. */
  async down() {
    this.process.kill('SIGTERM')
    assert.equal(await this.ended, 0, this.log)
  }
  async up() {
    await this.run(`127.0.0.1:${this.port}`)
  }

  async stop() {
    await this.down()
    rmSync(this.data, { recursive: true, force: true })
  }

  /** What the desk's request is answered with. */
  async desk(cookie, method, path, body) {
    return (await this.call(method, `/api/v1/admin${path}`, body, { cookie })).json
  }

  async call(method, path, body, { token, cookie, key } = {}) {
    /* A connection kept from an earlier call may be closed by the server just when the next one uses it. */
    const headers = { 'Accept-Language': 'en', Connection: 'close' }
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    if (token) headers.Authorization = `Bearer ${token}`
    if (cookie) Object.assign(headers, { Cookie: cookie, Origin: this.url })
    if (key) headers['Idempotency-Key'] = key
    const answer = await fetch(this.url + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, json: text ? JSON.parse(text) : null }
  }

  /** A guest by API: what the pages under test do not do themselves. */
  async guest(name) {
    const { json } = await this.call('POST', '/api/v1/login/wechat', { code: `sandbox:${name}` })
    return { token: json.token, id: json.member.id }
  }

  async staff(name = 'owner') {
    const { headers } = await this.call('POST', '/api/v1/admin/session', { name, password: PASSWORD })
    return headers.get('set-cookie').split(';')[0]
  }

  async branch(q) {
    const { json } = await this.call('GET', `/api/v1/branches?q=${encodeURIComponent(q)}`)
    return (await this.call('GET', `/api/v1/branches/${json.items[0].id}`)).json
  }

  /** A booked order of a guest, paid unless told otherwise. */
  async book(token, roomTypeId, { arrival, nights = 1, pay = true, ...more }) {
    const { json } = await this.call('POST', '/api/v1/orders', {
      room_type_id: roomTypeId, arrival, departure: daysAfter(arrival, nights), rooms: 1,
      guest_name: '张三', guest_phone: '13800000000', ...more,
    }, { token })
    if (pay) await this.call('POST', `/api/v1/pay/sandbox/${json.order_no}`, undefined, { token })
    return json
  }
}

/** The hotel day of the demo branches: Asia/Shanghai, ending at six. */
export function hotelDay(days = 0) {
  return new Date(Date.now() + (8 - 6) * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
}

export function daysAfter(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
