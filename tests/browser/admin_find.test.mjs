/** From any page a guest is found by what he says, by keys and on a phone, here or in another branch. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PHONE, accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, openAdmin } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, guest, order

before(async () => {
  server = await Server.start()
  browser = await launch()
  guest = (await server.guest('find')).token
  const { room_types } = await server.branch('成都')
  const book = (guest_name, guest_phone) => server.book(guest, room_types[0].id, { arrival: hotelDay(), guest_name, guest_phone })
  order = await book('欧阳雪', '13911112468')
  await book('欧阳月', '13911113579')
  await server.call('POST', `/api/v1/admin/orders/${order.order_no}/check-in`, {}, { cookie: await server.staff() })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('a guest is found from any page by a part of the name, and opened by keys', async () => {
  const page = await openAdmin(browser, server, 'coupons')
  await chooseBranch(page, '成都')
  await page.locator('main h1').click()
  await page.keyboard.press('/')
  await page.keyboard.type('欧阳')
  const found = page.locator('[data-test=found]')
  await found.nth(1).waitFor()
  assert.ok((await found.first().innerText()).includes('在住'), 'who is in house is first')
  await accessible(page, 'found')
  await page.keyboard.press('ArrowDown')
  await page.locator('[data-test=found][aria-selected=true]', { hasText: '欧阳月' }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('[data-test=order-drawer]').getByText('欧阳月').first().waitFor()
  await page.keyboard.press('m')
  await page.locator('.el-dialog:visible').getByText('为 欧阳月 换房').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.locator('[data-test=order-drawer]').waitFor({ state: 'detached' })
  await page.keyboard.press('/')
  await page.keyboard.type(order.order_no.slice(-4))
  await page.keyboard.press('Enter')
  await page.locator('[data-test=order-drawer]').getByText('欧阳雪').first().waitFor()
  await close(page)
})

test('who is not of this branch is found in the others, and nobody is said', async () => {
  const page = await openAdmin(browser, server)
  await chooseBranch(page, '深圳')
  await page.locator('[data-test=find]').fill('2468')
  await page.getByText('本店没有').waitFor()
  await page.locator('[data-test=found]', { hasText: '欧阳雪' }).waitFor()
  await page.locator('[data-test=find]').fill('查无此人')
  await page.getByText('没有找到“查无此人”').waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('[data-test=find]').inputValue(), '')
  await close(page)
})

test('on a phone the search covers the header while it is used', async () => {
  const page = await openAdmin(browser, server, '', PHONE)
  await chooseBranch(page, '成都')
  await page.locator('[data-test=find-open]').click()
  await page.keyboard.type('欧阳雪')
  await page.locator('[data-test=found]').waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
  await accessible(page, 'found on a phone')
  await page.locator('[data-test=found]').tap()
  await page.locator('[data-test=order-drawer]').getByText('欧阳雪').first().waitFor()
  await close(page)
})
