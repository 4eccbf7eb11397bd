/** Every page of the guest app: in both languages, light and dark, at the widths of phones, by axe. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, DESKTOP, launch, open, PHONE } from './lib/browser.mjs'
import { hotelDay, Server } from './lib/server.mjs'

let browser
let server
let paths

before(async () => {
  browser = await launch()
  server = await Server.start()
  const [branch] = (await server.call('GET', '/api/v1/branches')).json.items
  const [room] = (await server.call('GET', `/api/v1/branches/${branch.id}`)).json.room_types
  const { token } = await server.guest('页面')
  const paid = await server.book(token, room.id, { arrival: hotelDay(9), nights: 2 })
  const open = await server.book(token, room.id, { arrival: hotelDay(30), pay: false })
  const page = (name, query = '') => `/pages/${name}/${name}${query}`
  paths = ['/', page('list'), page('branch', `?id=${branch.id}`), page('room', `?id=${room.id}`),
    page('book', `?id=${room.id}&branch=${branch.id}`), page('pay', `?no=${open.order_no}`), page('orders'),
    page('order', `?no=${paid.order_no}`), page('coupons'), page('notices'), page('me'), page('login')]
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
  ['360 px', { ...PHONE, viewport: { width: 360, height: 780 } }],
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
