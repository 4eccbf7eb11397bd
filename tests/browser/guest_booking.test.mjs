/** A guest books by keyboard and by finger: typed text survives login and a broken network, nothing happens twice. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { close, launch, open, PHONE } from './lib/browser.mjs'
import { hotelDay, Server } from './lib/server.mjs'

let browser
let server
let branch
let room
const arrival = hotelDay(20)
const departure = hotelDay(22)

before(async () => {
  browser = await launch()
  server = await Server.start()
  branch = (await server.call('GET', '/api/v1/branches?q=%E6%88%90%E9%83%BD')).json.items[0]
  room = (await server.call('GET', `/api/v1/branches/${branch.id}`)).json.room_types[0]
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const bookPage = () => `${server.url}/pages/book/book?id=${room.id}&branch=${branch.id}&arrival=${arrival}&departure=${departure}`
const line = (page, id) => page.locator(`#${id} input`)
const button = (page, name) => page.getByRole('button', { name })

async function bookable(name, expected = null) {
  const page = await open(browser, bookPage(), { ...PHONE, expected })
  await line(page, 'sandbox-name').fill(name)
  await page.keyboard.press('Enter')
  await line(page, 'guest-name').fill('李小明')
  await line(page, 'guest-phone').fill('13800000000')
  return page
}

async function ordersOf(page) {
  const token = await page.evaluate(() => localStorage.getItem('token'))
  return (await server.call('GET', '/api/v1/orders', undefined, { token })).json.items
}

test('from the first page to a cancelled order', async () => {
  const page = await open(browser, server.url, PHONE)
  await page.locator('#where input').fill('成都')
  await button(page, '查找酒店').click()
  await page.getByRole('link', { name: /成都宽窄巷子/ }).click()
  await button(page, /^预订竹影/).or(button(page, /预订/)).first().click()
  await line(page, 'sandbox-name').fill('全程')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await line(page, 'guest-name').fill('李小明')
  await line(page, 'guest-phone').fill('13800000000')
  await page.getByText('新人立减券').first().waitFor()
  await button(page, '提交订单').click()
  await button(page, /^支付 ¥/).click()
  await page.getByText('待入住').first().waitFor()
  await button(page, '取消订单').click()
  await button(page, '确认取消').click()
  await page.getByText('已取消').first().waitFor()
  await close(page)
})

test('a field that the server refuses is marked', async () => {
  const page = await bookable('字段', /400/)
  await line(page, 'guest-phone').fill('abc')
  await button(page, '提交订单').click()
  await page.locator('#guest-phone [role=alert]').waitFor()
  assert.equal(await line(page, 'guest-phone').getAttribute('aria-invalid'), 'true')
  await close(page)
})

test('with the keyboard up, what has the focus is above the bar, and a phone number has its own keys', async () => {
  const page = await bookable('键盘')
  await page.setViewportSize({ width: 390, height: 420 })
  assert.equal(await line(page, 'guest-phone').getAttribute('inputmode'), 'tel')
  await page.evaluate(() => { scrollTo(0, 0); document.activeElement.blur() })
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press('Tab')
    const { what, under, over } = await page.evaluate(() => {
      const on = document.activeElement, bar = document.querySelector('.bar')
      const box = on.getBoundingClientRect(), fixed = bar.contains(on) || on === document.body || !!on.closest('.nav')
      return { what: on.outerHTML.slice(0, 80), under: fixed ? 0 : box.bottom - bar.getBoundingClientRect().top, over: fixed ? 0 : -box.top }
    })
    assert.ok(under <= 0 && over <= 0, `${what}: ${under} px under the bar, ${over} px above the window`)
  }
  await close(page)
})

test('a reload keeps the rooms, the dates and what was typed; a new guest finds the proved phone there', async () => {
  const page = await open(browser, bookPage(), PHONE)
  await line(page, 'login-phone').fill('13912345678')
  await button(page, '获取验证码').click()
  const shown = await page.getByText(/验证码是 \d+/).textContent()
  await line(page, 'login-code').fill(/\d{4,}/.exec(shown)[0])
  await page.keyboard.press('Enter')
  await line(page, 'guest-name').waitFor()
  assert.equal(await line(page, 'guest-phone').inputValue(), '13912345678')
  await line(page, 'guest-name').fill('周到')
  await line(page, 'remark').fill('高楼层')
  const sum = page.locator('.bar .sum')
  await sum.filter({ hasText: '¥' }).waitFor()
  const one = await sum.textContent()
  await button(page, /^增加/).first().click()
  await sum.filter({ hasNotText: one }).waitFor()
  const two = await sum.textContent()
  await page.reload()
  await sum.filter({ hasText: two }).waitFor()
  assert.deepEqual([await line(page, 'guest-name').inputValue(), await line(page, 'remark').inputValue()], ['周到', '高楼层'])
  assert.match(page.url(), /rooms=2/)
  await close(page)
})

test('a coupon that leaves nothing to pay leads straight to the order', async () => {
  const cookie = await server.staff()
  const coupon = await server.call('POST', '/api/v1/admin/coupons',
    { name: '免单券', kind: 'percent', percent_off: 100, valid_days: 30, status: 'on' }, { cookie })
  const guest = await server.guest('免单')
  await server.call('POST', `/api/v1/admin/coupons/${coupon.json.id}/grants`, { member_id: guest.id }, { cookie })
  const page = await bookable('免单')
  await page.getByText('免单券').first().waitFor()
  await button(page, '提交订单').click()
  await page.getByText('待入住').first().waitFor()
  assert.match(page.url(), /pages\/order\/order/)
  await close(page)
})

test('two taps book once', async () => {
  const page = await bookable('连点')
  await page.route('**/api/v1/orders', async (route) => {
    await new Promise((done) => setTimeout(done, 500))
    await route.continue()
  })
  await button(page, '提交订单').dblclick()
  await button(page, /^支付 ¥/).waitFor()
  assert.equal((await ordersOf(page)).length, 1)
  await close(page)
})

test('an answer lost on the way is asked for again with the same key', async () => {
  const page = await bookable('断网', /ERR_/)
  let lost = 0
  await page.route('**/api/v1/orders', async (route) => {
    if (lost++) return route.continue()
    await route.fetch() // the server has booked; the phone never learns
    return route.abort()
  })
  await button(page, '提交订单').click()
  await page.getByText('网络不通').waitFor()
  assert.equal(await line(page, 'guest-name').inputValue(), '李小明')
  await button(page, '提交订单').click()
  await button(page, /^支付 ¥/).waitFor()
  assert.equal(lost, 2)
  assert.equal((await ordersOf(page)).length, 1)
  await close(page)
})

test('another price is shown beside the old one and asked about', async () => {
  const page = await bookable('变价', /409/)
  await page.getByText('合计').waitFor()
  const cookie = await server.staff('owner')
  await server.call('PUT', '/api/v1/admin/calendar',
    { room_type_id: room.id, from: arrival, to: arrival, price_fen: 66600 }, { cookie })
  await button(page, '提交订单').click()
  await page.getByRole('dialog', { name: '价格有变' }).waitFor()
  await button(page, /按新价格/).click()
  await button(page, '提交订单').click()
  await button(page, /^支付 ¥/).waitFor()
  await close(page)
})

test('a room sold meanwhile leads to other dates and other rooms', async () => {
  const page = await bookable('售完', /409/)
  await line(page, 'remark').fill('安静些')
  await page.getByText('合计').waitFor()
  const cookie = await server.staff('owner')
  await server.call('PUT', '/api/v1/admin/calendar',
    { room_type_id: room.id, from: arrival, to: arrival, closed: true }, { cookie })
  await button(page, '提交订单').click()
  await page.getByRole('dialog', { name: '这间房刚刚售完' }).waitFor()
  await button(page, '看看其他房型').click()
  await page.getByText('选择房型').waitFor()
  await button(page, /^预订/).locator('visible=true').first().click()
  await page.waitForURL(/pages\/book/)
  assert.deepEqual(await Promise.all(['guest-name', 'guest-phone', 'remark'].map((id) => line(page, id).inputValue())),
    ['李小明', '13800000000', '安静些'])
  await button(page, '提交订单').click()
  await button(page, /^支付 ¥/).waitFor()
  assert.deepEqual((await ordersOf(page)).map((order) => order.remark), ['安静些'])
  await close(page)
})

test('a login that has lapsed is renewed without a word', async () => {
  const page = await open(browser, `${server.url}/pages/login/login`, { ...PHONE, expected: /401/ })
  await line(page, 'sandbox-name').fill('续期')
  await page.keyboard.press('Enter')
  await page.getByText('我们的驿站').waitFor()
  const token = await page.evaluate(() => localStorage.getItem('token'))
  await server.call('DELETE', '/api/v1/login', undefined, { token })
  await page.goto(`${server.url}/pages/coupons/coupons`)
  await page.getByText('新人立减券').waitFor()
  await close(page)
})
