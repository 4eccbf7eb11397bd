/**
 * Takes the READMEs' pictures from the real program: node tests/browser/pictures.mjs [FOLDER]
 * The demo hotels with a day's guests; both languages where a page is shown twice.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DESKTOP, launch, open, PHONE } from './lib/browser.mjs'
import { hotelDay, PASSWORD, Server } from './lib/server.mjs'

const folder = process.argv[2] ?? fileURLToPath(new URL('../../packaging/pictures', import.meta.url))
const GUESTS = ['李雷', '韩梅梅', '王小明', '赵一曼', '陈思远', '周敏', '吴昊', '郑爽朗', '孙晓', '钱多多', '冯远', '褚清']

const LANGUAGES = [['', {}], ['-en', { locale: 'en-GB' }]]

async function fillHouse(server) {
  const branch = await server.branch('成都')
  const cookie = await server.staff()
  for (const [i, name] of GUESTS.entries()) {
    const { token } = await server.guest(name)
    const arrival = hotelDay(i < 7 ? 0 : i - 6)
    const order = await server.book(token, branch.room_types[i % 4].id, {
      arrival, nights: 1 + (i % 3), guest_name: name, guest_phone: `138${String(10000000 + i * 7654321).slice(-8)}`,
      arrival_time: `${14 + (i % 7)}:30`, pay: i !== 6,
    })
    if (i < 3) await server.call('POST', `/api/v1/admin/orders/${order.order_no}/check-in`, {}, { cookie })
  }
  return branch
}

/** The rooms that are seen first, taken for the days to come. */
async function fillRooms(server, branch) {
  const cookie = await server.staff()
  const call = async (method, path, body) => (await server.call(method, `/api/v1/admin${path}`, body, { cookie })).json
  const [type] = branch.room_types
  const rooms = (await call('GET', `/rooms?branch_id=${branch.id}&room_type_id=${type.id}&limit=100`)).items.slice(2, 16)
  for (const [i, room] of rooms.entries()) {
    if (i === 4) {
      const closing = { room_id: room.id, from: hotelDay(2), to: hotelDay(6), kind: 'out_of_order', reason: '粉刷', returns: 'dirty' }
      await call('POST', '/closings', closing)
      continue
    }
    for (let day = 1 + (i % 3), n = i; day < 12; n++) {
      const nights = 1 + (n % 4)
      const order = await call('POST', '/orders', {
        room_type_id: type.id, arrival: hotelDay(day), departure: hotelDay(day + nights), rooms: 1,
        guest_name: GUESTS[n % GUESTS.length], guest_phone: `139${String(20000000 + n * 54321).slice(-8)}`,
      })
      await call('POST', `/stays/${order.stays[0].id}/move`, { room_id: room.id })
      day += nights + (n % 3)
    }
  }
}

async function loggedInPhone(browser, server, options) {
  const page = await open(browser, `${server.url}/pages/login/login`, { ...PHONE, ...options })
  await page.locator('#sandbox-name input').fill('韩梅梅')
  await page.keyboard.press('Enter')
  await page.locator('#where').waitFor()
  return page
}

async function shoot(page, address, name) {
  await page.goto(address) // the back office's stream of events never rests
  await page.locator('.el-skeleton, .wd-skeleton').first().waitFor({ state: 'detached' })
  await page.waitForTimeout(1500) // pictures, and what fades in
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

const server = await Server.start()
const browser = await launch()
try {
  mkdirSync(folder, { recursive: true })
  const branch = await fillHouse(server)
  const room = branch.room_types[0]
  for (const [suffix, options] of LANGUAGES) {
    const phone = await loggedInPhone(browser, server, options)
    await shoot(phone, `${server.url}/`, `guest-home${suffix}`)
    await shoot(phone, `${server.url}/pages/branch/branch?id=${branch.id}`, `guest-branch${suffix}`)
    await shoot(phone, `${server.url}/pages/book/book?id=${room.id}&branch=${branch.id}`, `guest-book${suffix}`)
  }
  const english = await loggedInPhone(browser, server, { locale: 'en-GB', colorScheme: 'dark' })
  await shoot(english, `${server.url}/pages/orders/orders`, 'guest-orders-en')
  const desks = []
  for (const [suffix, options] of LANGUAGES) {
    const desk = await open(browser, `${server.url}/admin/`, { ...DESKTOP, ...options })
    await desk.fill('#login-name', 'owner')
    await desk.fill('#login-password', PASSWORD)
    await desk.click('[data-test=log-in]')
    await desk.waitForSelector('[data-test=live].on')
    await shoot(desk, `${server.url}/admin/`, `admin-today${suffix}`)
    if (suffix) await shoot(desk, `${server.url}/admin/console/groups`, 'admin-console-en')
    else await shoot(desk, `${server.url}/admin/calendar`, 'admin-calendar')
    desks.push([desk, suffix])
  }
  await fillRooms(server, branch)
  for (const [desk, suffix] of desks) await shoot(desk, `${server.url}/admin/timeline`, `admin-timeline${suffix}`)
} finally {
  await browser.close()
  await server.stop()
}
