/** A clerk's day at the drawer: opened, money taken, something paid for, counted by notes, handed to the next. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PHONE, accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, openAdmin, submit } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, branch, cookie

before(async () => {
  server = await Server.start()
  browser = await launch()
  branch = await server.branch('成都')
  cookie = await server.staff()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

function call(...ask) {
  return server.desk(cookie, ...ask)
}
async function owing() {
  const [kind] = (await call('GET', `/room-types?branch_id=${branch.id}`)).items
  const body = { room_type_id: kind.id, arrival: hotelDay(0), departure: hotelDay(1), rooms: 1, guest_name: '周现金', guest_phone: '13900000021' }
  return call('POST', '/orders', body)
}
function dialogGone(page) {
  return page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
}

test('a shift from the float to the next clerk', async () => {
  const page = await openAdmin(browser, server, 'shifts')
  await chooseBranch(page, '成都')
  await page.locator('[data-test=begin]').click()
  await page.locator('#shift-float').fill('200')
  await submit(page)
  await page.locator('[data-test=own] [data-test=expected]', { hasText: '¥200' }).waitFor()
  const order = await owing()
  await call('POST', `/accounts/${order.order_no}/payments`, { kind: 'cash', amount_fen: order.due_fen })
  await page.locator('[data-test=own] [data-test=paid-out]').click()
  await page.locator('#cash-out').fill('30')
  await page.locator('#cash-out-reason').fill('买鲜花')
  await submit(page)
  await page.locator('[data-test=own]', { hasText: '买鲜花' }).waitFor()
  const left = 200_00 + order.due_fen - 30_00
  await page.locator('[data-test=own] [data-test=hand-over]').click()
  await accessible(page, 'close a shift')
  await page.locator('[data-test=by-notes]').click()
  await page.locator('.notes input').first().fill(String(Math.floor(left / 10000)))
  await page.locator('.notes input').first().blur()
  await page.locator('[data-test=variance]').waitFor()
  await page.locator('#shift-counted').fill(String(left / 100))
  await page.locator('[data-test=variance]').waitFor({ state: 'detached' })
  await page.locator('#shift-to').fill('chengdu')
  await submit(page)
  await dialogGone(page)
  await page.locator('tr', { hasText: 'owner' }).filter({ hasText: 'chengdu' }).waitFor()
  const { items } = await call('GET', `/shifts?branch_id=${branch.id}&state=open`)
  assert.deepEqual(items.map((s) => [s.staff_name, s.float_fen]), [['chengdu', left]])
  await close(page)
})

test('on a phone nothing scrolls sideways', async () => {
  const page = await openAdmin(browser, server, 'shifts', { ...PHONE })
  await page.locator('h1').waitFor()
  await accessible(page, 'shifts')
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
  await close(page)
})
