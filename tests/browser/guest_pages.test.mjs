/** Every page of the guest app: in both languages, light and dark, at the widths of phones, by axe. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, DESKTOP, launch, open, PHONE } from './lib/browser.mjs'
import { hotelDay, Server } from './lib/server.mjs'

const NARROW = { ...PHONE, viewport: { width: 360, height: 780 } }
let browser
let server
let paths
let hotel
/** A hotel without pictures. */
let bare

before(async () => {
  browser = await launch()
  server = await Server.start()
  const branch = hotel = await server.branch('成都')
  const [room] = branch.room_types
  bare = await server.branch('深圳')
  const cookie = await server.staff()
  const blank = { image: '', images: [], lat: null, lng: null }
  await server.call('PATCH', `/api/v1/admin/branches/${bare.id}`, blank, { cookie })
  const { token } = await server.guest('页面')
  const paid = await server.book(token, room.id, { arrival: hotelDay(9), nights: 2 })
  const open = await server.book(token, room.id, { arrival: hotelDay(30), pay: false })
  const page = (name, query = '') => `/pages/${name}/${name}${query}`
  paths = ['/', page('list'), page('branch', `?id=${branch.id}`), page('room', `?id=${room.id}`),
    page('book', `?id=${room.id}&branch=${branch.id}`), page('pay', `?no=${open.order_no}`), page('orders'),
    page('order', `?no=${paid.order_no}`), page('coupons'), page('notices'), page('me'), page('login'),
    page('guests'), page('help', '?topic=privacy'), page('help', '?topic=leave')]
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function loggedIn(options) {
  const page = await open(browser, `${server.url}/pages/login/login`, options)
  await page.locator('#sandbox-name input').fill('页面')
  await page.keyboard.press('Enter')
  await page.locator('#where').waitFor()
  return page
}

const looks = [
  ['360 px', NARROW],
  ['430 px, dark, English', { ...PHONE, viewport: { width: 430, height: 932 }, colorScheme: 'dark', locale: 'en-US' }],
  ['a desk', DESKTOP],
]
for (const [name, options] of looks)
  test(`all pages on ${name}: accessible, nothing sticks out, nothing complains`, async () => {
    const page = await loggedIn(options)
    for (const path of paths) {
      await page.goto(server.url + path, { waitUntil: 'networkidle' })
      await accessible(page, path)
      const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      assert.ok(content <= width, `${path} is ${content} px wide on ${width}`)
    }
    await close(page)
  })

test('the language is the phone\'s, can be changed, and stays', async () => {
  const page = await open(browser, `${server.url}/pages/me/me`, { ...PHONE, locale: 'en-US' })
  await page.getByRole('radio', { name: 'English' }).waitFor()
  assert.equal(await page.getAttribute('html', 'lang'), 'en')
  await page.getByRole('radio', { name: '简体中文' }).click()
  await page.reload()
  await page.getByText('语言').waitFor()
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN')
  await close(page)
})

test('a phone logs in by a code', async () => {
  const page = await open(browser, `${server.url}/pages/login/login`, PHONE)
  await page.locator('#login-phone input').fill('13900002222')
  await page.getByRole('button', { name: '获取验证码' }).click()
  const shown = await page.getByText(/验证码是 \d+/).textContent()
  await page.locator('#login-code input').fill(/\d{4,}/.exec(shown)[0])
  await page.keyboard.press('Enter')
  await page.locator('#where').waitFor()
  await page.goto(`${server.url}/pages/me/me`)
  await page.getByText('客人 2222').waitFor()
  await close(page)
})

test('a hotel that is not there is said to be, with a way on', async () => {
  const page = await open(browser, `${server.url}/pages/branch/branch?id=999`, { ...PHONE, expected: /404/ })
  await page.getByText('可能已下架').waitFor()
  await page.getByRole('button', { name: '回到首页' }).click()
  await page.locator('#where').waitFor()
  const answer = await page.goto(`${server.url}/nope`)
  assert.equal(answer.status(), 404)
  await page.getByRole('link', { name: '回到首页' }).click()
  await page.locator('#where').waitFor()
  await close(page)
})

const seen = (page, text) => page.getByText(text).locator('visible=true').first().waitFor()
const press = (page, role, name) => page.getByRole(role, { name, exact: true }).locator('visible=true').first().click()

test('near me searches and sorts by the distance, also after a reload; a refusal is said and changes nothing', async () => {
  const page = await open(browser, `${server.url}/pages/list/list`, { ...NARROW, expected: /Geolocation|getLocation/ })
  const cards = page.locator('.hotel')
  await cards.first().filter({ hasText: '成都' }).waitFor()
  const near = async () => {
    await page.locator('.what').click()
    await press(page, 'button', '我附近')
  }
  await page.context().clearPermissions()
  await near()
  await seen(page, '无法获取位置')
  assert.match(await cards.first().textContent(), /成都/)
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation({ latitude: 39.9, longitude: 116.4 })
  await press(page, 'button', '我附近')
  await cards.first().filter({ hasText: /北京.*公里|北京.*米/ }).waitFor()
  assert.match(page.url(), /near=39\.9/)
  await page.reload()
  await cards.first().filter({ hasText: '北京' }).waitFor()
  await near()
  await cards.first().filter({ hasText: '成都' }).waitFor()
  await close(page)
})

/** What is cut off: a text or placeholder wider than its place, or a chip beyond the edge of the window. */
const cutOff = (page) => page.evaluate(() => [
  ...[...document.querySelectorAll('.uni-input-placeholder, .what .clip')].filter((e) => e.scrollWidth > e.clientWidth + 1),
  ...[...document.querySelectorAll('.chip')].filter((e) => e.getBoundingClientRect().right > innerWidth),
].filter((e) => e.checkVisibility()).map((e) => e.textContent))

test('on a list 360 px wide the hotels come first: one bar of 48 px opens search and filters', async () => {
  for (const locale of ['zh-CN', 'en-US']) {
    const page = await open(browser, server.url, { ...NARROW, locale })
    await page.locator('#where').waitFor()
    assert.deepEqual(await cutOff(page), [])
    await page.goto(`${server.url}/pages/list/list?arrival=${hotelDay(9)}&departure=${hotelDay(11)}`)
    await page.locator('.hotel').first().waitFor()
    const [bar, first] = await page.evaluate(() => ['.strip', '.hotel'].map((name) => {
      const { top, height } = document.querySelector(name).getBoundingClientRect()
      return { top, height }
    }))
    assert.ok(bar.height <= 48 && first.top - bar.top <= 64, JSON.stringify({ bar, first }))
    await page.locator('.what').click()
    await page.locator('#where').waitFor()
    assert.deepEqual(await cutOff(page), [])
    await page.locator('.pick').click()
    await page.getByRole('dialog').getByRole('button').nth(2).click()
    assert.deepEqual(await cutOff(page), [])
    await page.keyboard.press('Escape')
    assert.match(page.url(), /sort=price/)
    await close(page)
  }
})

test('the cards say what the chosen dates cost and until when they are cancelled for nothing; nothing hangs or is blank', async () => {
  const dates = { arrival: hotelDay(9), departure: hotelDay(12) }
  const page = await open(browser, `${server.url}/pages/branch/branch?id=${bare.id}&arrival=${dates.arrival}&departure=${dates.departure}`, NARROW)
  const cookie = await server.staff()
  const room = bare.room_types[0]
  await server.call('PUT', '/api/v1/admin/calendar',
    { room_type_id: room.id, from: dates.arrival, to: dates.arrival, price_fen: 100_00 }, { cookie })
  await page.reload()
  const { json } = await server.call('GET', `/api/v1/branches/${bare.id}?arrival=${dates.arrival}&departure=${dates.departure}`)
  const total = json.room_types[0].total_fen
  const card = page.locator('.card', { hasText: room.name }).first()
  await card.getByText('每晚均价').waitFor()
  const said = (await card.textContent()).replaceAll(',', '')
  assert.ok(said.includes(`¥${Math.round(total / 300)}`) && said.includes(`3 晚 1 间共 ¥${total / 100}`), said)
  assert.match(said, /免费取消至 \d+月\d+日周. \d\d:\d\d/)
  assert.ok(!said.includes('起') && !said.includes('·'), said)
  const drawn = await page.locator('.picture').first().evaluate((e) => getComputedStyle(e).backgroundImage)
  assert.match(drawn, /url\(/)
  await page.goto(`${server.url}/pages/branch/branch?id=${bare.id}`)
  await seen(page, '预订后不可免费取消')
  const before = await page.locator('.amount').first().textContent()
  await page.locator('.cell').first().click()
  await page.getByRole('dialog').locator('.fee', { hasText: '¥' }).first().waitFor()
  await page.getByRole('dialog').locator('.day[tabindex]').nth(3).click()
  await page.getByRole('dialog').locator('.day[tabindex]').nth(6).click()
  let go
  const held = new Promise((done) => (go = done))
  await page.route(/branches.*departure/, (route) => held.then(() => route.continue()))
  await press(page, 'button', /^确定/)
  await page.locator('.is-off .amount').first().waitFor()
  assert.equal(await page.locator('.amount').first().textContent(), before, 'a price is that of the nights it was asked for')
  go()
  await seen(page, /3 晚 1 间共/)
  await page.goto(`${server.url}/pages/list/list?arrival=${dates.arrival}&departure=${dates.departure}`)
  const hotels = page.locator('.hotel', { hasText: '深圳' })
  await hotels.getByText(/3 晚 1 间共 ¥/).waitFor()
  assert.ok(!(await hotels.textContent()).includes('起'))
  assert.match(await hotels.locator('.picture').evaluate((e) => getComputedStyle(e).backgroundImage), /url\(/)
  await close(page)
})

test('before booking nothing has ended; where no coupon is given, none is waited for', async () => {
  const page = await loggedIn({ ...PHONE })
  let quotes = 0
  await page.route('**/api/v1/about', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...await answer.json(), welcome_coupon: false } })
  })
  await page.route('**/api/v1/quotes', async (route) => {
    quotes++
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...await answer.json(), coupons: [] } })
  })
  await page.evaluate(() => localStorage.clear())
  await page.goto(`${server.url}/pages/book/book?id=${hotel.room_types[0].id}&branch=${hotel.id}`)
  await page.locator('#sandbox-name input').fill('无券')
  await page.keyboard.press('Enter')
  await page.locator('.bar .sum').filter({ hasText: '¥' }).waitFor()
  await seen(page, '预订后不可免费取消；如取消，将收取 ¥')
  assert.equal(quotes, 1)
  await close(page)
})

test('who has paid sees the way there first; help and privacy are at hand; a number is no nickname; a refund says how much', async () => {
  const page = await loggedIn(PHONE)
  const { token } = await server.guest('页面')
  const here = await server.book(token, hotel.room_types[1].id, { arrival: hotelDay(5) })
  const there = await server.book(token, bare.room_types[1].id, { arrival: hotelDay(5) })
  await server.call('POST', `/api/v1/orders/${there.order_no}/cancel`, {}, { token, key: 'cancel-notice' })
  await page.goto(`${server.url}/pages/order/order?no=${here.order_no}`)
  await page.locator('.bar').getByRole('button', { name: '导航到店' }).waitFor()
  const first = await page.locator('.card').first().textContent()
  for (const [said, what] of [[hotel.address, 'address'], [hotel.phone, 'phone'], [`${hotel.arrival_hour}:00 起`, 'hour'], ['地图', 'map']])
    assert.ok(first.includes(said), `${what}: ${first}`)
  assert.equal(await page.locator('.bar').getByText('再次预订').count(), 0)
  const paid = await server.book(token, bare.room_types[1].id, { arrival: hotelDay(6) })
  await page.goto(`${server.url}/pages/order/order?no=${paid.order_no}`)
  await page.locator('.bar').getByRole('button', { name: '联系酒店' }).waitFor()
  assert.ok(!(await page.locator('.card').first().textContent()).includes('地图'))
  await page.goto(`${server.url}/pages/order/order?no=${there.order_no}`)
  await seen(page, /· 由您取消/) // not the server's code for it
  await page.route('**/api/v1/orders/*', (route) => route.abort())
  page.expected = /ERR_FAILED/
  await page.goto(`${server.url}/pages/order/order?no=${here.order_no}`)
  await press(page, 'button', '重试')
  assert.equal(await page.locator('.bar').count(), 0, 'a bar without a button')
  await page.unroute('**/api/v1/orders/*')
  await page.goto(`${server.url}/pages/coupons/coupons`)
  await seen(page, /有效期至 \d{4}年\d+月\d+日/)
  await page.goto(`${server.url}/pages/notices/notices`)
  await seen(page, `退款 ¥${there.payable_fen / 100} 已退回`)
  assert.doesNotMatch(await page.locator('.stack').textContent(), /\d{4}-\d\d-\d\d/)
  await page.goto(`${server.url}/pages/me/me`)
  for (const title of ['帮助', '隐私说明', '注销账户']) {
    await press(page, 'link', title)
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await press(page, 'button', '返回')
  }
  await close(page)
})

test('the skeleton stands until there is content, and no spinner on nothing', async () => {
  const page = await open(browser, 'about:blank', PHONE)
  await page.addInitScript(() => {
    window.blank = 0
    const look = () => {
      const shown = (name) => [...document.querySelectorAll(name)].some((e) => e.checkVisibility())
      if (document.body?.childElementCount > 1 && !shown('#skeleton, [role=main]')) window.blank++
      if (shown('.uni-loading')) window.blank++
      requestAnimationFrame(look)
    }
    look()
  })
  await page.route(/pages-list.*\.js/, async (route) => {
    await new Promise((done) => setTimeout(done, 600)) // longer than the framework waits before it shows its spinner
    await route.continue()
  })
  await page.goto(`${server.url}/pages/list/list`)
  await page.locator('.hotel').first().waitFor()
  assert.equal(await page.evaluate(() => window.blank), 0)
  assert.equal(await page.locator('#skeleton').count(), 0)
  await close(page)
})

test('a desk has two columns: filters beside the list, rooms beside the pictures, the price beside the form', async () => {
  const page = await loggedIn(DESKTOP)
  const dates = `arrival=${hotelDay(9)}&departure=${hotelDay(11)}`
  const sides = async (path, left, right) => {
    await page.goto(`${server.url}/pages/${path}`)
    const [a, b] = await Promise.all([left, right].map((name) => page.locator(name).first().boundingBox()))
    assert.ok(a.x + a.width <= b.x && a.y < b.y + b.height && b.y < a.y + a.height, `${path}: ${JSON.stringify([a, b])}`)
    assert.ok(b.x + b.width - a.x > 900, 'the width is used')
  }
  await sides(`list/list?${dates}`, '.aside', '.cards')
  assert.ok(await page.locator('.aside #where').isVisible())
  await sides(`branch/branch?id=${hotel.id}&${dates}`, '.gallery', '.stack.lower')
  await sides(`book/book?id=${hotel.room_types[0].id}&branch=${hotel.id}&${dates}`, '#guest-name', '.stack.lower')
  await page.locator('.stack.lower').getByRole('button', { name: '提交订单' }).waitFor()
  await press(page, 'link', '订单')
  await page.waitForURL(/pages\/orders/)
  await close(page)
})
