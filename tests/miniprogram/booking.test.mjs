/** A guest's way through the mini-program: login without asking, search, book, pay, cancel – against the real program. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Server } from '../browser/lib/server.mjs'
import { MiniProgram } from './lib/miniprogram.mjs'

let server
let phone

before(async () => {
  server = await Server.start()
  phone = new MiniProgram(server, { loginCode: 'sandbox:mini' })
  phone.launch()
})
after(async () => {
  phone?.end()
  await server?.stop()
})

test('the first page shows the hotels and asks for no login', async () => {
  phone.open('/pages/home/home')
  await phone.until('驿站·成都宽窄巷子店')
  assert.ok(phone.text.includes('1 晚'), phone.text)
  assert.ok(!phone.asked.includes('login'))
})

test('search finds by words and leads to the hotel', async () => {
  phone.type('去哪里', '深圳')
  phone.tap('查找酒店')
  await phone.until(() => phone.path === 'pages/list/list')
  await phone.until('驿站·深圳福田会展店')
  assert.ok(!phone.text.includes('成都宽窄巷子'), phone.text)
  phone.tap('驿站·深圳福田会展店')
  await phone.until(() => phone.path === 'pages/branch/branch')
  await phone.until(/¥\d+/)
})

test('booking logs in silently and takes the welcome coupon', async () => {
  await phone.until('预订')
  phone.tap('预订')
  await phone.until(() => phone.path === 'pages/book/book')
  await phone.until('提交订单')
  await phone.until('取消规则')
  assert.ok(phone.asked.includes('login'))
  assert.ok(phone.storage.get('token'))
})

test('the same tap twice books once, and payment confirms', async () => {
  phone.type('入住人', '王小雨')
  phone.type('手机号', '13900001111')
  phone.tap('提交订单')
  phone.tap(/^(提交订单|正在提交…)$/)
  await phone.until(() => phone.path === 'pages/pay/pay')
  await phone.until('待支付金额')
  const orders = await server.call('GET', '/api/v1/orders', undefined, { token: phone.storage.get('token') })
  assert.equal(orders.json.items.length, 1)
  assert.equal(orders.json.items[0].guest_name, '王小雨')
  assert.ok(orders.json.items[0].discount_fen > 0, 'the welcome coupon counts')
  phone.tap(/^支付 ¥/)
  await phone.until(() => phone.path === 'pages/order/order')
  await phone.until('待入住')
})

test('an order is cancelled after a second look', async () => {
  phone.tap('取消订单')
  await phone.until('取消这个订单？')
  phone.tap('确认取消')
  await phone.until('已取消')
})

test('orders are there in the tab, and a lost token is renewed without asking', async () => {
  const before = phone.asked.filter((name) => name === 'login').length
  await server.call('DELETE', '/api/v1/login', undefined, { token: phone.storage.get('token') })
  phone.open('/pages/orders/orders', phone.stack.length)
  await phone.until('驿站·深圳福田会展店')
  assert.equal(phone.asked.filter((name) => name === 'login').length, before + 1)
})
