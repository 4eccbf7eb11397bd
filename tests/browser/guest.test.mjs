/** The guest on a phone, from the first page to the stay, and everything that may come between. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, launch, open, PHONE } from './lib/browser.mjs'
import { choose, field, fillForm, logIn, pay, seen, submit, tap, texts } from './lib/guest.mjs'
import { hotelDay, Server } from './lib/server.mjs'

let server, browser
const zh = texts('zh-CN')
const CHENGDU = { city: '成都', branch: '成都宽窄巷子店' }
const NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/

before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser.close()
  await server.stop()
})

const phone = (more = {}) => open(browser, server.url, { ...PHONE, ...more })

async function atTheForm(name, more) {
  const page = await phone(more)
  await choose(page, zh, CHENGDU)
  await logIn(page, zh, name)
  await page.waitForURL(/pages\/book/)
  await fillForm(page)
  return page
}

async function ordersOf(name) {
  const { token } = await server.guest(name)
  return (await server.call('GET', '/api/v1/orders', undefined, { token })).json.items
}

for (const [language, locale] of [['zh-CN', 'zh-CN'], ['en', 'en-GB']])
  test(`the journey on a phone, in ${language}: search, book with the coupon, pay, cancel`, async () => {
    const say = texts(language)
    const name = `旅人${language}`
    const page = await phone({ locale })
    await accessible(page, 'home')
    await choose(page, say, CHENGDU)
    await logIn(page, say, name)
    await page.waitForURL(/pages\/book/)
    assert.equal(await page.evaluate(() => document.documentElement.lang), language)
    await fillForm(page)
    await seen(page, say('price.coupon'))
    await accessible(page, 'book')
    await submit(page, say)
    await page.waitForURL(/pages\/pay/)
    await accessible(page, 'pay')
    await pay(page, say)
    await page.waitForURL(/pages\/order\//)
    await seen(page, say('status.confirmed'))
    await accessible(page, 'order')
    const [order] = await ordersOf(name)
    assert.deepEqual([order.status, order.money, order.discount_fen], ['confirmed', 'paid', 5000])
    await tap(page, 'button', say('order.cancel'))
    await seen(page, say('order.cancel_title'))
    await accessible(page, 'cancel')
    await tap(page, 'button', say('order.cancel_yes'))
    await seen(page, say('status.cancelled'))
    assert.equal((await ordersOf(name))[0].status, 'cancelled')
    await close(page)
  })

test('a double tap books once', async () => {
  const page = await atTheForm('双击')
  const button = page.getByRole('button', { name: zh('book.submit') }).locator('visible=true')
  await button.evaluate((element) => {
    for (let i = 0; i < 3; i++) element.click()
  })
  await page.waitForURL(/pages\/pay/)
  assert.equal((await ordersOf('双击')).length, 1)
  await close(page)
})

test('the network goes while booking: nothing typed is lost, and the retry books once', async () => {
  const page = await atTheForm('断网', { expected: NETWORK })
  let lost = 0
  await page.route('**/api/v1/orders', async (route) => {
    if (route.request().method() !== 'POST' || lost++) return route.continue()
    await route.fetch() // the server hears of it, the phone never gets the answer
    await route.abort('failed')
  })
  await submit(page, zh)
  await seen(page, zh('unreachable'))
  assert.equal(await field(page, 'guest-name').inputValue(), '李雷')
  assert.equal((await ordersOf('断网')).length, 1)
  await submit(page, zh)
  await page.waitForURL(/pages\/pay/)
  assert.equal((await ordersOf('断网')).length, 1)
  await close(page)
})

test('offline: the list says so, and goes on by one tap', async () => {
  const page = await phone({ expected: NETWORK })
  await page.context().setOffline(true)
  await tap(page, 'button', zh('home.search'))
  await seen(page, zh('unreachable'))
  await page.context().setOffline(false)
  await tap(page, 'button', zh('trouble.retry'))
  await seen(page, CHENGDU.branch)
  await close(page)
})

test('a slow network shows that something is coming', async () => {
  const page = await phone()
  let answer
  const held = new Promise((go) => (answer = go))
  await page.route('**/api/v1/branches?*', async (route) => {
    await held
    await route.continue()
  })
  await tap(page, 'button', zh('home.search'))
  await page.waitForURL(/pages\/list/)
  await page.getByLabel(zh('trouble.loading')).locator('visible=true').first().waitFor()
  answer()
  await seen(page, CHENGDU.branch)
  await close(page)
})

async function typeOf(name, changes) {
  const cookie = await server.staff()
  const { json } = await server.call('POST', '/api/v1/admin/room-types', {
    branch_id: (await server.branch('深圳')).id, name, price_fen: 40000, stock: 1, sort: -10, ...changes,
  }, { cookie })
  return json.id
}

async function atTheFormOf(typeId, name) {
  const branch = await server.branch('深圳')
  const page = await open(browser, `${server.url}/pages/book/book?id=${typeId}&branch=${branch.id}&arrival=${hotelDay(3)}&departure=${hotelDay(4)}`,
    { ...PHONE, expected: /409|Failed to load resource/ })
  await logIn(page, zh, name)
  await page.waitForURL(/pages\/book/)
  await fillForm(page)
  return page
}

test('sold out while booking: other rooms and other dates are offered, the form stays', async () => {
  const id = await typeOf('末班房')
  const page = await atTheFormOf(id, '慢半拍')
  const { token } = await server.guest('快一步')
  await server.book(token, id, { arrival: hotelDay(3) })
  await submit(page, zh)
  await seen(page, zh('hurdle.sold_out.title'))
  await accessible(page, 'sold out')
  await tap(page, 'button', zh('hurdle.rooms'))
  await page.waitForURL(/pages\/branch/)
  await tap(page, 'button', new RegExp(`^${zh('room.book')}`))
  await page.waitForURL(/pages\/book/)
  assert.equal(await field(page, 'guest-name').inputValue(), '李雷')
  await submit(page, zh)
  await page.waitForURL(/pages\/pay/)
  await close(page)
})

test('the price changes while booking: old and new are shown, nothing is booked before a yes', async () => {
  const id = await typeOf('涨价房', { stock: 9 })
  const page = await atTheFormOf(id, '看价格')
  const cookie = await server.staff()
  await server.call('PATCH', `/api/v1/admin/room-types/${id}`, { price_fen: 52000 }, { cookie })
  await submit(page, zh)
  await seen(page, zh('hurdle.price_changed.title'))
  await seen(page, '¥350') // with the new guest's coupon
  await seen(page, '¥470')
  assert.equal((await ordersOf('看价格')).length, 0)
  await tap(page, 'button', zh('hurdle.accept'))
  await submit(page, zh)
  await page.waitForURL(/pages\/pay/)
  assert.equal((await ordersOf('看价格'))[0].payable_fen, 47000)
  await close(page)
})

test('the session ends: the next tap logs in silently and goes on', async () => {
  const page = await atTheForm('老顾客', { expected: /401|Failed to load resource/ })
  const tokens = await page.evaluate(() => JSON.stringify(localStorage))
  assert.match(tokens, /token/i)
  const { token } = await server.guest('老顾客')
  await page.route('**/api/v1/quotes', async (route) => {
    const headers = { ...route.request().headers() }
    if (!page.spoilt) headers.authorization = `Bearer ${'0'.repeat(64)}`
    page.spoilt = true
    await route.continue({ headers })
  })
  await tap(page, 'button', new RegExp(zh('stepper.more')))
  await page.waitForFunction(() => document.body.innerText.includes('2'))
  await submit(page, zh)
  await page.waitForURL(/pages\/pay/)
  assert.equal((await server.call('GET', '/api/v1/orders', undefined, { token })).json.items[0].rooms, 2)
  await close(page)
})

test('login by the code sent to the phone', async () => {
  const page = await open(browser, `${server.url}/pages/login/login`, PHONE)
  await field(page, 'login-phone').fill('13666667777')
  await tap(page, 'button', zh('login.send'))
  const shown = await page.getByText(zh('login.shown')).locator('visible=true').first().innerText()
  await field(page, 'login-code').fill(/\d{6}/.exec(shown)[0])
  await page.getByRole('button', { name: zh('login.enter') }).locator('visible=true').last().click()
  await page.waitForURL((url) => !url.pathname.includes('/login'))
  await close(page)
})

for (const [path, open_] of [['home/home', true], ['list/list', true], ['orders/orders'], ['coupons/coupons'], ['notices/notices'], ['me/me'], ['login/login', true]])
  test(`the page ${path}: no error, no serious finding, reachable by keyboard`, async () => {
    const page = await open(browser, `${server.url}/pages/${path}`, PHONE)
    if (!open_) {
      const { token } = await server.guest('逐页')
      assert.ok(token)
      await page.goto(`${server.url}/pages/login/login`)
      await logIn(page, zh, '逐页')
      await page.goto(`${server.url}/pages/${path}`)
    }
    await page.waitForLoadState('networkidle')
    await accessible(page, path)
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.tagName)
    assert.notEqual(focused, 'BODY', 'Tab reaches something')
    await close(page)
  })
