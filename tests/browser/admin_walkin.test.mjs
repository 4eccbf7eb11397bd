/** Somebody stands at the desk: booked, paid and in by one form, from any page and from a vacant room of the board. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PHONE, accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, openAdmin, submit } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, branch, cookie, token, rooms

before(async () => {
  server = await Server.start()
  browser = await launch()
  branch = await server.branch('成都')
  cookie = await server.staff()
  token = (await server.guest('walkin')).token
  rooms = (await call('GET', `/rooms?branch_id=${branch.id}&limit=100`)).items
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

function call(...ask) {
  return server.desk(cookie, ...ask)
}
/** The newest order of a guest who comes today. */
async function orderOf(name) {
  const [{ order_no }] = (await call('GET', `/search?branch_id=${branch.id}&q=${encodeURIComponent(name)}`)).items
  return call('GET', `/orders/${order_no}`)
}
async function board(options) {
  const page = await openAdmin(browser, server, 'rooms', options)
  await chooseBranch(page, '成都')
  await page.locator('[data-test=room-201]').waitFor()
  return page
}
function dialogGone(page) {
  return page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
}

test('by keys alone a walk-in is booked, paid and in', async () => {
  const page = await board()
  const pressed = []
  const keys = async (...all) => {
    for (const key of all) await page.keyboard.press(key)
    pressed.push(...all)
  }
  await page.locator('main').focus()
  await keys('n')
  await page.keyboard.type('键盘散客')
  await keys('Tab')
  await page.keyboard.type('13900000011')
  await page.locator('.el-dialog:visible [data-test=submit]:enabled', { hasText: /收款 ¥[\d,]+ 并入住/ }).waitFor()
  await keys('Enter')
  await dialogGone(page)
  const order = await orderOf('键盘散客')
  assert.deepEqual([order.status, order.due_fen, order.payments.length], ['in_house', 0, 1])
  await page.locator(`[data-test=room-${order.room_numbers[0]}][data-state=occupied]`).waitFor()
  console.log(`a walk-in: ${pressed.length} keys besides name and phone`)
  await close(page)
})

test('from a vacant room of the board a walk-in gets this very room', async () => {
  const page = await board()
  await page.locator('[data-test=room-215]').click()
  await page.locator('[data-test=walk-in-here]').click()
  await page.getByLabel('住客姓名').fill('就要这间')
  await page.getByLabel('手机号').fill('13900000012')
  await page.locator('.el-dialog:visible').getByText('215').waitFor()
  await accessible(page, 'walk-in into a room')
  await submit(page)
  await page.locator('[data-test=room-215]').getByText('就要这间').waitFor()
  assert.deepEqual((await orderOf('就要这间')).room_numbers, ['215'])
  await close(page)
})

test('a vacant room is given to somebody who is due in tonight', async () => {
  await server.book(token, branch.room_types[0].id, { arrival: hotelDay(), guest_name: '等房客' })
  const page = await board()
  await page.locator('[data-test=room-216]').click()
  await accessible(page, 'a vacant room')
  await page.locator('[data-test=arrivals] li', { hasText: '等房客' }).locator('[data-test=give-room]').click()
  await page.getByText('等房客 换到 216').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('[data-test=room-216][data-state=arriving]').getByText('等房客').waitFor()
  await close(page)
})

test('what stops half way is told, with what is done and what is not', async () => {
  const page = await board()
  page.expected = /409/
  await page.locator('[data-test=room-217]').click()
  await page.locator('[data-test=walk-in-here]').click()
  await page.getByLabel('住客姓名').fill('半路客')
  await page.getByLabel('手机号').fill('13900000013')
  await page.locator('.el-dialog:visible [data-test=submit]:enabled').waitFor()
  const other = await call('POST', '/orders', {
    room_type_id: branch.room_types[0].id, arrival: hotelDay(), departure: hotelDay(1), rooms: 1, guest_name: '抢先客',
    guest_phone: '13900000014',
  })
  await call('POST', `/orders/${other.order_no}/check-in`, { room_ids: [rooms.find((r) => r.number === '217').id] })
  await submit(page)
  const told = page.locator('.el-message-box')
  await told.getByText('已完成：开单、收款。未完成：办理入住。').waitFor()
  await told.getByText('217').or(told.getByText('占用')).first().waitFor()
  await page.keyboard.press('Enter')
  await page.locator('[data-test=order-drawer]').getByText('半路客').first().waitFor()
  const order = await orderOf('半路客')
  assert.deepEqual([order.status, order.due_fen], ['confirmed', 0])
  await close(page)
})

test('several rooms are only booked when that is wanted, on a phone too', async () => {
  const page = await board(PHONE)
  await page.locator('[data-test=walk-in]').click()
  await page.getByLabel('住客姓名').fill('两间散客')
  await page.getByLabel('手机号').fill('13900000015')
  await page.locator('#walk-rooms').fill('2')
  await page.locator('#walk-rooms').press('Tab')
  await page.locator('[data-test=walk-price]').getByText('2 间').waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
  await page.locator('[data-test=walk-pays]').click()
  await page.locator('[data-test=walk-comes]').click()
  await page.locator('.el-dialog:visible [data-test=submit]', { hasText: '开单' }).click()
  await dialogGone(page)
  const order = await orderOf('两间散客')
  assert.deepEqual([order.status, order.rooms, order.due_fen], ['confirmed', 2, order.payable_fen])
  await close(page)
})

test('a room that is not free on all nights is not kept, and that is said', async () => {
  const stay = (await call('POST', '/orders', {
    room_type_id: branch.room_types[0].id, arrival: hotelDay(1), departure: hotelDay(2), rooms: 1, guest_name: '明天来',
    guest_phone: '13900000016',
  })).stays[0]
  await call('POST', `/stays/${stay.id}/move`, { room_id: rooms.find((r) => r.number === '219').id })
  const page = await board()
  await page.locator('[data-test=room-219]').click()
  await page.locator('[data-test=walk-in-here]').click()
  const dates = page.locator('.el-dialog:visible .el-range-input')
  await dates.nth(1).fill(hotelDay(3))
  await dates.nth(1).press('Enter')
  await page.getByText('219 不是每晚都空').waitFor()
  await page.locator('[data-test=walk-price]').getByText('3 晚').waitFor()
  await close(page)
})
