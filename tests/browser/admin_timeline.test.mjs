/** The timeline: who is in which room on which day is seen, and moved, assigned, extended there, by mouse and by key. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PHONE, accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, openAdmin, submit } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, branch, cookie, rooms

before(async () => {
  server = await Server.start()
  browser = await launch()
  branch = await server.branch('成都')
  cookie = await server.staff()
  rooms = (await call('GET', `/rooms?branch_id=${branch.id}&limit=100`)).items
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

function call(...ask) {
  return server.desk(cookie, ...ask)
}
function roomId(number) {
  return rooms.find((r) => r.number === number).id
}

/** A stay of a guest, in a room when one is named, checked in when he comes today and is to be. */
async function guest(guest_name, { room, days = 1, nights = 2, lives = false } = {}) {
  const order = await call('POST', '/orders', {
    room_type_id: branch.room_types[0].id, arrival: hotelDay(days), departure: hotelDay(days + nights), rooms: 1, guest_name,
    guest_phone: '13900000005',
  })
  const stay = (await call('GET', `/orders/${order.order_no}`)).stays[0]
  if (lives) await call('POST', `/stays/${stay.id}/check-in`, { room_id: roomId(room) })
  else if (room) await call('POST', `/stays/${stay.id}/move`, { room_id: roomId(room) })
  return stay
}
function stayNow(stay) {
  return call('GET', `/stays/${stay.id}`)
}

async function timeline(options) {
  const page = await openAdmin(browser, server, 'timeline', options)
  await chooseBranch(page, '成都')
  await page.locator('[data-test=timeline]').waitFor()
  return page
}
function bar(page, name) {
  return page.locator('[data-bar]', { hasText: name })
}
function lane(page, number) {
  return page.locator(`[data-test=lane-${number}]`)
}

function yuan(text) {
  return Number(/¥([\d,.]+)/.exec(text)[1].replaceAll(',', '')) * 100
}

/** By the mouse, in steps as a hand does; `to` in pixels from where it was taken. */
async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (let i = 1; i <= 8; i++) await page.mouse.move(from.x + (to.x * i) / 8, from.y + (to.y * i) / 8)
  await page.mouse.up()
}
function seen(what) {
  return what.evaluate((element) => element.scrollIntoView({ block: 'nearest' }))
}
async function dragOnto(page, what, number) {
  await seen(lane(page, number))
  const [a, b] = [await what.boundingBox(), await lane(page, number).boundingBox()]
  const [x, y] = [a.x + 12, a.y + a.height / 2]
  await drag(page, { x, y }, { x: 0, y: b.y + b.height / 2 - y })
}

test('rooms and days show who is where, what is closed and who waits for a room, by itself', async () => {
  await guest('在住甲', { room: '201', days: 0, lives: true })
  const due = await guest('预抵乙', { room: '202' })
  await call('POST', '/closings', {
    room_id: roomId('203'), from: hotelDay(1), to: hotelDay(2), kind: 'out_of_order', reason: '浴室漏水', returns: 'dirty',
  })
  const page = await timeline()
  assert.equal(await lane(page, '201').locator('[data-bar]').getAttribute('data-tone'), 'in_house')
  assert.equal(await lane(page, '202').locator('[data-bar]').getAttribute('data-tone'), 'due_in')
  await lane(page, '203').locator('[data-test=shut][aria-label*="浴室漏水"]').waitFor()
  assert.equal(await page.locator('[data-test=timeline] [aria-current=date]').count(), 1)
  await accessible(page, 'timeline')
  await guest('后来丙')
  await page.locator('[data-test=to-waiting]').click()
  await bar(page, '后来丙').waitFor()
  await page.locator('[data-test=days-31]').click()
  await page.locator('.days-31').waitFor()
  await bar(page, '预抵乙').click()
  await page.locator('[data-test=order-drawer]').getByText('预抵乙').first().waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=next]').click()
  await bar(page, '预抵乙').waitFor({ state: 'detached' })
  await page.locator('[data-test=to-today]').click()
  await bar(page, '预抵乙').waitFor()
  await call('POST', `/stays/${due.id}/cancel`, {})
  await bar(page, '预抵乙').waitFor({ state: 'detached' })
  await close(page)
})

test('a bar is dragged onto a room, into another type at a price, and what cannot be is said in place', async () => {
  const stay = await guest('拖动客', { room: '205' })
  const waits = await guest('排房客')
  const page = await timeline({ viewport: { width: 1280, height: 1500 } })
  await dragOnto(page, bar(page, '拖动客'), '207')
  await page.getByText('拖动客 换到 207').waitFor()
  await accessible(page, 'move by dragging')
  await page.keyboard.press('Enter')
  await lane(page, '207').getByText('拖动客').waitFor()
  await page.locator('[data-test=days-7]').click()
  await dragOnto(page, bar(page, '排房客'), '207')
  page.expected = /409/
  await submit(page)
  await page.locator('.el-dialog:visible').getByText(stay.order_no).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  await dragOnto(page, bar(page, '排房客'), '208')
  await submit(page)
  await lane(page, '208').getByText('排房客').waitFor()
  assert.equal((await stayNow(waits)).room_number, '208')
  const other = rooms.find((r) => r.room_type_id !== branch.room_types[0].id).number
  await dragOnto(page, bar(page, '排房客'), other)
  const dialog = page.locator('.el-dialog:visible')
  await dialog.locator('[data-test=price-new]').getByText(/¥\d/).waitFor()
  const told = yuan(await dialog.locator('[data-test=price-new]').innerText())
  await dialog.locator('[data-test=price-new]').click()
  await submit(page)
  await lane(page, other).getByText('排房客').waitFor()
  assert.equal((await stayNow(waits)).nights.reduce((sum, n) => sum + n.net_fen, 0), told, 'as it was told')
  await close(page)
})

test('the right end of a bar is pulled, and the price is said before it is done', async () => {
  const stay = await guest('拉长客', { room: '210' })
  const page = await timeline()
  await seen(bar(page, '拉长客'))
  const box = await bar(page, '拉长客').boundingBox()
  const pull = (nights) =>
    drag(page, { x: box.x + box.width - 3, y: box.y + box.height / 2 }, { x: (box.width / 2) * nights, y: 0 })
  await pull(1)
  const price = page.locator('[data-test=extend-price]', { hasText: '增加 ¥' })
  const told = yuan(await price.innerText())
  await page.keyboard.press('Escape')
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  assert.equal((await stayNow(stay)).departure, hotelDay(3), 'not yet')
  await pull(1)
  await price.waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  const now = await stayNow(stay)
  assert.deepEqual([now.departure, now.nights.at(-1).net_fen], [hotelDay(4), told], 'as it was told')
  await close(page)
})

test('the timeline is worked by keys alone', async () => {
  await guest('键盘甲', { room: '212' })
  const stay = await guest('键盘乙', { room: '213' })
  const page = await timeline()
  await bar(page, '键盘甲').focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('[data-bar]:focus', { hasText: '键盘乙' }).waitFor()
  await page.keyboard.press('-')
  await page.locator('.el-dialog:visible').getByText('少住 1 晚').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  assert.equal((await stayNow(stay)).departure, hotelDay(2))
  await page.locator('[data-test=timeline-said]').getByText('键盘乙').waitFor({ state: 'attached' })
  await page.locator('[data-bar]:focus', { hasText: '键盘乙' }).waitFor()
  await page.keyboard.press('m')
  await page.locator('.el-dialog:visible [data-test=room]:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.el-dialog:visible [data-test=submit]:enabled').press('Enter')
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  await page.locator('[data-bar]:focus', { hasText: '键盘乙' }).waitFor()
  assert.notEqual((await stayNow(stay)).room_number, '213')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=order-drawer]').getByText('键盘乙').first().waitFor()
  await close(page)
})

test('on a phone the chart scrolls in its own box, and its rooms stay in sight', async () => {
  const page = await timeline(PHONE)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
  const side = lane(page, '201').locator('.side')
  const before = (await side.boundingBox()).x
  await page.locator('[data-test=timeline]').evaluate((box) => (box.scrollLeft = 200))
  assert.equal((await side.boundingBox()).x, before)
  await accessible(page, 'timeline on a phone')
  await close(page)
})

test('a night that nobody has is booked from where it is seen, into this room', async () => {
  const page = await timeline()
  const box = await lane(page, '220').locator('.track').boundingBox()
  await seen(lane(page, '220'))
  await lane(page, '220').locator('.track').dblclick({ position: { x: (box.width / 14) * 4.5, y: 10 } })
  const dialog = page.locator('.el-dialog:visible')
  await dialog.getByText('220').waitFor()
  await page.getByLabel('住客姓名').fill('预订客')
  await page.getByLabel('手机号').fill('13900000006')
  await dialog.locator('[data-test=submit]:enabled', { hasText: '开单' }).click()
  await lane(page, '220').getByText('预订客').waitFor()
  const [{ order_no }] = (await call('GET', `/stays?branch_id=${branch.id}&date=${hotelDay(3)}`)).items.filter((s) => s.room_number === '220')
  const order = await call('GET', `/orders/${order_no}`)
  assert.deepEqual([order.status, order.arrival, order.due_fen], ['confirmed', hotelDay(3), order.payable_fen])
  await close(page)
})

test('who leaves today and who should have left are told apart, and tonight is taken by both', async () => {
  const page = await openAdmin(browser, server)
  const base = { order_no: '1', room_type_id: branch.room_types[0].id, state: 'in_house', owing_fen: 0 }
  const bars = [
    { ...base, stay_id: '1', room_id: roomId('201'), from: hotelDay(-3), to: hotelDay(0), guest_name: '今日走', owing_fen: 12300 },
    { ...base, stay_id: '2', room_id: roomId('202'), from: hotelDay(-3), to: hotelDay(-1), guest_name: '该走了' },
    { ...base, stay_id: '3', room_id: roomId('203'), from: hotelDay(-3), to: hotelDay(0), guest_name: '已换房' },
    { ...base, stay_id: '3', room_id: roomId('204'), from: hotelDay(0), to: hotelDay(2), guest_name: '已换房' },
  ]
  await page.route('**/api/v1/admin/timeline?*', async (route) => {
    const answer = await (await route.fetch()).json()
    await route.fulfill({ json: { ...answer, bars, closings: [] } })
  })
  await page.locator('[data-test=nav-timeline]').click()
  await chooseBranch(page, '成都')
  const tone = (number) => lane(page, number).locator('[data-bar]').getAttribute('data-tone')
  await bar(page, '今日走').waitFor()
  assert.deepEqual([await tone('201'), await tone('202'), await tone('203'), await tone('204')], ['due_out', 'overdue', 'in_house', 'in_house'])
  await page.locator('[data-bar][aria-label*="¥123"]').waitFor()
  const tails = [await lane(page, '202').locator('.tail').boundingBox(), await lane(page, '201').locator('.tail').boundingBox()]
  assert.equal(Math.round(tails[0].width / tails[1].width), 2, 'since the day he should have left')
  assert.equal(await lane(page, '203').locator('[data-movable]').count(), 0, 'where somebody was is not moved')
  await close(page)
})
