/** What a guest owes is a ledger: its lines in the drawer, what is posted on it, and how a stay is settled. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, launch } from './lib/browser.mjs'
import { openAdmin } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, type

before(async () => {
  server = await Server.start()
  browser = await launch()
  type = (await server.branch('成都')).room_types[0]
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function call(method, path, body) {
  const { json } = await server.call(method, `/api/v1/admin${path}`, body, { cookie: await server.staff() })
  return json
}

/** Guests in house who have paid nothing; the order, its stays. */
async function inHouse(guest_name, rooms = 1) {
  const body = {
    room_type_id: type.id, arrival: hotelDay(), departure: hotelDay(1), rooms, guest_name, guest_phone: '13900000005',
  }
  const { order_no } = await call('POST', '/orders', body)
  await call('POST', `/orders/${order_no}/check-in`, {})
  return call('GET', `/orders/${order_no}`)
}

/** Posts on an account; the last line. */
async function act(id, verb, body) {
  return (await call('POST', `/accounts/${id}/${verb}`, body)).lines.at(-1)
}

/** That part of the drawer; a line of it. */
const account = (page, id) => page.locator(`[data-test=account-${id}]`)
const line = (page, { id }) => page.locator(`[data-test=line-${id}]`)

test('what stands on each account is told line by line', async () => {
  const order = await inHouse('看账客', 2)
  const [one, two] = order.stays
  const cola = await act(one.id, 'charges', { code: 'minibar', quantity: 3, unit_fen: 800, note: '可乐' })
  const wrong = await act(one.id, 'charges', { code: 'laundry', unit_fen: 3000 })
  await call('POST', `/lines/${wrong.id}/reverse`, { reason: '记错房间' })
  await act(one.id, 'deposits', { kind: 'cash', amount_fen: 30000 })
  const paid = await act(one.id, 'payments', { kind: 'alipay', amount_fen: 1000 })
  const window = await call('POST', `/accounts/${one.id}/windows`, { name: '某某公司' })
  await act(one.id, 'transfers', { to_account_id: window.id, line_id: cola.id, amount_fen: 1200 })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  await line(page, cola).getByText('迷你吧 × 3').waitFor()
  await line(page, cola).getByText('¥24', { exact: true }).waitFor()
  await line(page, cola).getByText('可乐 · owner').waitFor()
  await line(page, wrong).locator('del', { hasText: '洗衣' }).waitFor()
  await account(page, one.id).getByText('冲销 · 洗衣').waitFor()
  await line(page, paid).getByText('收款 · 支付宝').waitFor()
  await account(page, one.id).locator('[data-test=sum-deposit]').getByText('¥300').waitFor()
  await account(page, one.id).getByText(`转到 ${one.room_number} · 某某公司`).waitFor()
  await account(page, window.id).getByText(`从 ${one.room_number} 转入`).waitFor()
  await account(page, two.id).getByText('还没有入账').waitFor()
  await accessible(page, 'ledger')
  await act(two.id, 'charges', { code: 'parking', unit_fen: 500 })
  await act(two.id, 'payments', { kind: 'wechat', amount_fen: 500 })
  await account(page, two.id).getByText('停车').waitFor()
  await close(page)
})
