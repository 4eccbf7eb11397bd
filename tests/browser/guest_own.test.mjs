/** What is a guest's own: the language of the hotels' texts, the people booked for, and the end of the account. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { close, launch, open, PHONE } from './lib/browser.mjs'
import { hotelDay, Server } from './lib/server.mjs'

const ENGLISH = { ...PHONE, locale: 'en-US' }
let browser
let server
let hotel
let room
/** Nobody wrote this one's texts in English. */
let plain

before(async () => {
  browser = await launch()
  server = await Server.start()
  hotel = await server.branch('成都')
  room = hotel.room_types[0]
  const cookie = await server.staff()
  plain = await server.branch('北京')
  const none = { name_en: '', address_en: '', intro_en: '', tags_en: [] }
  await server.call('PATCH', `/api/v1/admin/branches/${plain.id}`, none, { cookie })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const line = (page, id) => page.locator(`#${id} input`).locator('visible=true')
/** The framework fills a line in a moment after it was told to. */
const holds = (page, id, value) => page.waitForFunction(([where, wanted]) =>
  [...document.querySelectorAll(where)].some((e) => e.checkVisibility() && e.value === wanted), [`#${id} input`, value])
const button = (page, name) => page.getByRole('button', { name }).locator('visible=true').first()
const seen = (page, text) => page.getByText(text).locator('visible=true').first().waitFor()
const dates = `arrival=${hotelDay(9)}&departure=${hotelDay(11)}`
const bookPage = () => `${server.url}/pages/book/book?id=${room.id}&branch=${hotel.id}&${dates}`

async function loggedIn(name, options = PHONE) {
  const page = await open(browser, `${server.url}/pages/login/login`, options)
  await line(page, 'sandbox-name').fill(name)
  await page.keyboard.press('Enter')
  await page.locator('#where').waitFor()
  return page
}

const NAMES = {
  'zh-CN': [PHONE, '驿站·成都宽窄巷子店', '竹影大床房', '1.8 米大床', '双早', '临内院', '庭院', '青羊区', '新人立减券', '免费停车'],
  en: [ENGLISH, 'Yizhan Chengdu Kuanzhai Alley', 'Bamboo King', 'King bed, 1.8 m', 'Breakfast for two', 'On the inner court', 'Courtyard',
    'Qingyang District', 'Welcome coupon', 'Free parking'],
}
for (const [language, [options, house, kind, bed, breakfast, intro, tag, address, coupon, feature]] of Object.entries(NAMES))
  test(`who reads ${language} finds the hotel's texts in it, from the list to the notice`, async () => {
    const page = await loggedIn(`Reader ${language}`, options)
    const go = (path) => page.goto(`${server.url}/pages/${path}`)
    await go(`list/list?${dates}&tag=${encodeURIComponent(feature)}`)
    await seen(page, house)
    assert.equal(await page.locator('.hotel').count(), 1)
    await seen(page, address)
    await go(`branch/branch?id=${hotel.id}&${dates}`)
    for (const text of [house, kind, bed, breakfast, tag, address]) await seen(page, text)
    await go(`room/room?id=${room.id}&branch=${hotel.id}&${dates}`)
    for (const text of [house, kind, bed, breakfast, intro]) await seen(page, text)
    await page.goto(bookPage())
    for (const text of [house, kind, coupon]) await seen(page, text)
    await go('coupons/coupons')
    await seen(page, coupon)
    const token = await page.evaluate(() => localStorage.getItem('token'))
    const order = await server.book(token, room.id, { arrival: hotelDay(9) })
    for (const path of [`order/order?no=${order.order_no}`, 'orders/orders', 'notices/notices']) {
      await go(path)
      await seen(page, house)
      await seen(page, kind)
    }
    await close(page)
  })

test('a hotel without English texts keeps its own words', async () => {
  const page = await open(browser, `${server.url}/pages/branch/branch?id=${plain.id}&${dates}`, ENGLISH)
  await seen(page, '驿站·北京前门店')
  await seen(page, '屋顶露台')
  await seen(page, 'Hutong Single') // its rooms have them
  await close(page)
})

test('people booked for are kept, fill the form with a tap, and are changed and forgotten', async () => {
  const page = await loggedIn('常客')
  await page.goto(bookPage())
  await line(page, 'guest-name').fill('韩梅梅')
  await line(page, 'guest-phone').fill('139 1234 5678')
  await page.getByRole('switch', { name: '存为常用入住人' }).click()
  await button(page, '提交订单').click()
  await page.waitForURL(/pages\/pay/)
  await page.goto(`${server.url}/pages/me/me`)
  await page.getByRole('link', { name: '常用入住人' }).click()
  await seen(page, '13912345678')
  await button(page, '添加入住人').click()
  await line(page, 'kept-name').fill('李雷')
  await line(page, 'kept-phone').fill('nobody')
  page.expected = /400/
  await button(page, '保存').click()
  await page.locator('#kept-phone [role=alert]').waitFor()
  await line(page, 'kept-phone').fill('13800000001')
  await button(page, '保存').click()
  await button(page, /李雷 13800000001/).waitFor()
  await page.goto(bookPage())
  await button(page, /李雷/).click()
  await holds(page, 'guest-phone', '13800000001')
  await button(page, /韩梅梅/).click()
  await holds(page, 'guest-phone', '13912345678')
  await holds(page, 'guest-name', '韩梅梅')
  assert.equal(await page.getByRole('switch').count(), 0, 'who is kept is not offered to be kept')
  await page.goto(`${server.url}/pages/guests/guests`)
  await button(page, /韩梅梅/).click()
  await line(page, 'kept-name').fill('韩梅')
  await button(page, '保存').click()
  await button(page, /韩梅 139/).click()
  await button(page, '删除').click()
  await page.getByText('韩梅').waitFor({ state: 'detached' })
  await seen(page, '李雷')
  await close(page)
})

test('a phone in a booking is corrected before arrival, and what is wrong is named', async () => {
  const page = await loggedIn('笔误')
  const { token } = await server.guest('笔误')
  const order = await server.book(token, room.id, { arrival: hotelDay(13) })
  page.expected = /400/
  await page.goto(`${server.url}/pages/order/order?no=${order.order_no}`)
  await button(page, '修改入住人').click()
  await holds(page, 'correct-phone', '13800000000')
  await line(page, 'correct-phone').fill('12')
  await button(page, '保存').click()
  await seen(page, '应为有效的手机号码')
  await line(page, 'correct-phone').fill('139 0000 0009')
  await button(page, '保存').click()
  await seen(page, '13900000009')
  await seen(page, '已修改入住信息')
  await close(page)
})

test('a paid order gets other dates, told first what that costs', async () => {
  const page = await loggedIn('改期')
  const { token } = await server.guest('改期')
  const order = await server.book(token, room.id, { arrival: hotelDay(13) })
  await page.goto(`${server.url}/pages/order/order?no=${order.order_no}`)
  await button(page, '改日期').click()
  const day = (n) => {
    const [, month, date] = hotelDay(n).split('-').map(Number)
    return page.locator('.day', { has: page.locator('.unseen', { hasText: new RegExp(`^${month}月${date}日`) }) })
  }
  await day(13).click()
  await day(15).click()
  await button(page, '确定，共 2 晚').click()
  await seen(page, '比原来多')
  await button(page, '确认改期').click()
  await seen(page, '已改日期或房型')
  const { json: now } = await server.call('GET', `/api/v1/orders/${order.order_no}`, undefined, { token })
  assert.deepEqual([now.arrival, now.departure, now.nights.length, now.nights[0].net_fen], [hotelDay(13), hotelDay(15), 2, order.payable_fen])
  await close(page)
})

const leaving = async (page) => {
  await page.goto(`${server.url}/pages/me/me`)
  await page.getByRole('link', { name: '注销账户' }).click()
  await button(page, '注销账户').click()
  await seen(page, '不再带有姓名')
  await button(page, '继续').click()
}

test('an account ends after two questions, not with an open order, and is welcomed once', async () => {
  const page = await loggedIn('过客')
  const { token } = await server.guest('过客')
  const order = await server.book(token, room.id, { arrival: hotelDay(12) })
  page.expected = /409|401/
  await leaving(page)
  await button(page, '确认注销').click()
  await seen(page, '请先取消')
  await server.call('POST', `/api/v1/orders/${order.order_no}/cancel`, {}, { token, key: 'leaving' })
  await leaving(page)
  await button(page, '不注销').click()
  assert.equal((await server.call('GET', '/api/v1/me', undefined, { token })).status, 200, 'who says no stays')
  await leaving(page)
  await button(page, '确认注销').click()
  await seen(page, '账户已注销')
  assert.equal((await server.call('GET', '/api/v1/me', undefined, { token })).status, 401)
  await page.goto(`${server.url}/pages/me/me`)
  await page.getByRole('link', { name: '登录' }).click()
  await line(page, 'sandbox-name').fill('过客')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('/login'))
  await page.goto(`${server.url}/pages/coupons/coupons`)
  await seen(page, '这里还没有优惠券')
  await close(page)
})
