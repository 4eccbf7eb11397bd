/** The staff at their desk: the journey, every page, and what may go wrong meanwhile. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, DESKTOP, launch, open } from './lib/browser.mjs'
import { chooseBranch, confirm, logIn, texts } from './lib/desk.mjs'
import { hotelDay, PASSWORD, Server } from './lib/server.mjs'

let server, browser
const zh = texts('zh-CN')
const REFUSED = /Failed to load resource|ERR_INTERNET_DISCONNECTED|EventSource/

before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser.close()
  await server.stop()
})

async function desk({ name, path = '/admin/', ...more } = {}) {
  const page = await open(browser, server.url + path, { ...DESKTOP, ...more })
  await logIn(page, name)
  return page
}

async function arrival(guest, options = {}) {
  const { token } = await server.guest(guest)
  const { room_types } = await server.branch('成都')
  return server.book(token, room_types[0].id, { arrival: hotelDay(), guest_name: guest, ...options })
}

async function record(number) {
  return (await server.call('GET', `/api/v1/admin/orders/${number}`, undefined, { cookie: await server.staff() })).json
}

for (const [language, locale] of [['zh-CN', 'zh-CN'], ['en', 'en-GB']])
  test(`an arrival in three clicks and the departure, in ${language}`, async () => {
    const say = texts(language)
    const { order_no } = await arrival(`来客${language}`)
    const page = await desk({ locale })
    assert.equal(await page.evaluate(() => document.documentElement.lang), language)
    const row = page.locator(`[data-test=order-${order_no}]`)
    await row.getByRole('button', { name: say('action.check_in') }).click() // one; the rooms are proposed
    await confirm(page) // two
    await row.waitFor({ state: 'detached' })
    const inside = await record(order_no)
    assert.deepEqual([inside.status, inside.room_numbers.length], ['in_house', 1])
    await page.click('[data-test=list-in_house]')
    await page.locator(`[data-test=order-${order_no}]`).click()
    await accessible(page, 'drawer')
    await page.click('[data-test=do-check_out]')
    await confirm(page)
    await page.locator(`[data-test=order-${order_no}]`).waitFor({ state: 'detached' })
    assert.equal((await record(order_no)).status, 'completed')
    await close(page)
  })

test('a paid booking comes up without a reload', async () => {
  const page = await desk()
  const { order_no } = await arrival('刚付款')
  await page.locator(`[data-test=order-${order_no}]`).waitFor({ timeout: 2000 })
  await close(page)
})

test('by keyboard alone: the first arrival is checked in', async () => {
  const { order_no } = await arrival('键盘')
  const page = await desk()
  await page.locator(`[data-test=order-${order_no}]`).waitFor()
  const rows = await page.locator('[data-test^=order-]').evaluateAll((all) => all.map((row) => row.dataset.test))
  for (let i = 0; i <= rows.indexOf(`order-${order_no}`); i++) await page.keyboard.press('j')
  await page.keyboard.press('i')
  await page.locator('[role=dialog] [data-test=submit]:enabled').waitFor()
  await page.getByText(/T?\d{3}/).first().waitFor()
  await page.locator('[role=dialog] [data-test=submit]').focus()
  await page.keyboard.press('Enter')
  await page.locator(`[data-test=order-${order_no}]`).waitFor({ state: 'detached' })
  assert.equal((await record(order_no)).status, 'in_house')
  await page.keyboard.press('?')
  await page.getByRole('dialog').locator('kbd').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').first().waitFor({ state: 'hidden' })
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.waitForURL(/\/admin\/orders/)
  await close(page)
})

test('a cancel says first what comes back, and that comes back', async () => {
  const { order_no } = await arrival('改主意', { arrival: hotelDay(20), nights: 2 })
  const page = await desk({ path: '/admin/' })
  await page.goto(`${server.url}/admin/orders/${order_no}`)
  await page.click('[data-test=do-cancel]')
  const preview = await page.locator('[data-test=refund-preview]').innerText()
  const before_ = await record(order_no)
  assert.equal(preview.replace(/[¥,]/g, ''), String(before_.cancel_refund_fen / 100))
  await confirm(page)
  await page.getByText(zh('status.cancelled')).first().waitFor()
  assert.equal((await record(order_no)).refund_fen, before_.cancel_refund_fen)
  await close(page)
})

test('a walk-in is booked and pays at the desk', async () => {
  const page = await desk()
  await page.click('[data-test=walk-in]')
  const dialog = page.getByRole('dialog')
  await page.fill('#walk-name', '散客')
  await page.fill('#walk-phone', '13855556666')
  await accessible(page, 'walk-in')
  await confirm(page)
  await dialog.waitFor({ state: 'detached' })
  const { json } = await server.call('GET', `/api/v1/admin/orders?q=${encodeURIComponent('散客')}`, undefined, { cookie: await server.staff() })
  assert.deepEqual([json.items[0].source, json.items[0].status], ['walk_in', 'confirmed'])
  await page.goto(`${server.url}/admin/orders/${json.items[0].order_no}`)
  await page.click('[data-test=do-pay]')
  await confirm(page)
  await page.locator('[data-test=do-pay]').waitFor({ state: 'detached' })
  assert.equal((await record(json.items[0].order_no)).money, 'paid')
  await close(page)
})

test('the session ends: the password is asked over the page and nothing typed is lost', async () => {
  const page = await desk({ expected: REFUSED })
  await page.goto(`${server.url}/admin/settings`)
  await page.fill('#set-name', '山水酒店')
  await page.context().clearCookies()
  await page.click('[data-test=save]')
  await page.locator('[role=dialog] #login-password').fill(PASSWORD)
  await page.locator('[role=dialog] [data-test=log-in]').click()
  await page.locator('[role=dialog] #login-password').waitFor({ state: 'hidden' })
  assert.equal(await page.inputValue('#set-name'), '山水酒店')
  await page.waitForFunction(async () => (await (await fetch('/api/v1/about')).json()).name === '山水酒店')
  await close(page)
})

test('the server goes and comes: the page says so, keeps what it has, and is live again by itself', async () => {
  const { order_no } = await arrival('重启')
  const page = await desk({ expected: REFUSED })
  await page.locator(`[data-test=order-${order_no}]`).waitFor()
  await server.down()
  await page.locator('[data-test=live].connecting').waitFor()
  assert.equal(await page.locator(`[data-test=order-${order_no}]`).count(), 1)
  await server.up()
  await page.locator('[data-test=live].on').waitFor({ timeout: 20_000 })
  const later = await arrival('重启后')
  await page.locator(`[data-test=order-${later.order_no}]`).waitFor({ timeout: 5000 })
  await close(page)
})

test('nights of the calendar are changed together, by keyboard', async () => {
  const page = await desk()
  await page.goto(`${server.url}/admin/calendar`)
  const cells = page.locator('[data-test^=night-]')
  await cells.nth(2).click()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByLabel(zh('calendar.price'), { exact: true }).fill('666')
  await page.locator('[data-test=apply]').click()
  await page.waitForFunction(() => document.body.innerText.split('666').length === 4)
  const { room_types } = await server.branch('成都')
  const { json } = await server.call('GET', `/api/v1/admin/calendar?room_type_id=${room_types[0].id}&from=${hotelDay(2)}&to=${hotelDay(5)}`,
    undefined, { cookie: await server.staff() })
  assert.deepEqual(json.items.map((n) => n.price_fen === 66600), [true, true, true, false])
  await close(page)
})

test('a branch with bookings is not deleted, and the page says why', async () => {
  await arrival('有单')
  const page = await desk({ expected: REFUSED })
  await page.goto(`${server.url}/admin/branches`)
  await page.locator('[data-test=delete]').first().click()
  await page.locator('.el-message-box').getByRole('button', { name: zh('act.delete') }).click()
  await page.locator('.el-message--error').waitFor()
  assert.equal((await server.branch('成都')).name, '驿站·成都宽窄巷子店')
  await close(page)
})

const PAGES = ['', 'orders', 'calendar', 'rooms', 'room-types', 'branches', 'coupons', 'members', 'reports', 'console/topics', 'console/groups',
  'console/messages', 'console/dead', 'console/schedules', 'console/nodes', 'console/cache', 'staff', 'audit', 'settings']
for (const colorScheme of ['light', 'dark'])
  test(`every page, ${colorScheme}: no error, no serious finding, reachable by keyboard, nothing beside the page`, async () => {
    const page = await desk({ colorScheme })
    for (const path of PAGES) {
      await page.goto(`${server.url}/admin/${path}`)
      await page.waitForSelector('h1')
      await page.waitForLoadState('load')
      await page.locator('.el-skeleton').first().waitFor({ state: 'detached' })
      await accessible(page, `${path} ${colorScheme}`)
      await page.keyboard.press('Tab')
      assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY', path)
    }
    await close(page)
  })

for (const [width, height] of [[1280, 800], [1024, 768], [768, 1024]])
  test(`at ${width} × ${height} no page is wider than the screen`, async () => {
    const page = await desk({ viewport: { width, height } })
    for (const path of PAGES) {
      await page.goto(`${server.url}/admin/${path}`)
      await page.waitForSelector('h1')
      await page.locator('.el-skeleton').first().waitFor({ state: 'detached' })
      const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(beside <= 0, `${path} is ${beside} pixels wider`)
    }
    await close(page)
  })

test('the front desk sees its branch and its part of the pages', async () => {
  const page = await desk({ name: 'chengdu' })
  const links = await page.getByRole('navigation').getByRole('link').allInnerTexts()
  for (const hidden of ['page.console', 'page.staff', 'page.audit', 'page.settings'])
    assert.ok(!links.includes(zh(hidden)), hidden)
  await page.goto(`${server.url}/admin/staff`)
  await page.waitForURL(/\/admin\/$/)
  await close(page)
})

test('another branch shows another day', async () => {
  const { order_no } = await arrival('成都客')
  const page = await desk()
  await page.locator(`[data-test=order-${order_no}]`).waitFor()
  await chooseBranch(page, '驿站·北京前门店')
  await page.locator(`[data-test=order-${order_no}]`).waitFor({ state: 'detached' })
  await close(page)
})
