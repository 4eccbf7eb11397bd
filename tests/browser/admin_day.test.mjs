/** The night audit at the desk: what stands in the way, what becomes of it, closing, and the report of the closed day. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { PHONE, accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, openAdmin } from './lib/admin.mjs'
import { Server, daysAfter } from './lib/server.mjs'

const SHOTS = process.env.YIZHAN_SHOTS
let server, browser, cookie, place, kind, openDate

before(async () => {
  server = await Server.start()
  browser = await launch()
  cookie = await server.staff()
  /* Behind all others, with the audit hours away: its business date is yesterday's, and over. */
  const timezone = (new Date().getUTCHours() + 12) % 24 < 21 ? 'Etc/GMT+12' : 'Etc/GMT+9'
  place = await call('POST', '/branches', { name: '西岸店', name_en: 'West Bank', timezone, audit_hour: 23, hold_until: 0 })
  openDate = place.business_date
  kind = await call('POST', '/room-types', { branch_id: place.id, name: '大床房', name_en: 'King', price_fen: 38800, stock: 4, status: 'on' })
  for (const number of ['301', '302', '303', '304']) await call('POST', '/rooms', { room_type_id: kind.id, number })
  const one = await inside('王小明')
  const { lines } = await call('POST', `/accounts/${one}/charges`, { code: 'laundry', unit_fen: 900 })
  await call('POST', `/lines/${lines.at(-1).id}/reverse`, { reason: '客人没有送洗' })
  await call('POST', `/accounts/${one}/deposits`, { kind: 'card', amount_fen: 20000 })
  await due('李来迟')
  await call('POST', '/shifts', { branch_id: place.id, float_fen: 10000 })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

function call(...ask) {
  return server.desk(cookie, ...ask)
}
async function due(guest_name) {
  const body = { room_type_id: kind.id, arrival: openDate, departure: daysAfter(openDate, 2), rooms: 1, guest_name, guest_phone: '13900000031' }
  return (await call('POST', '/orders', body)).stays[0].id
}
async function inside(guest) {
  const one = await due(guest)
  await call('POST', `/stays/${one}/check-in`, {})
  await call('POST', `/accounts/${one}/charges`, { code: 'minibar', unit_fen: 1800 })
  await call('POST', `/accounts/${one}/payments`, { kind: 'cash', amount_fen: 38800 })
  return one
}
async function shot(page, name) {
  if (!SHOTS) return
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
}

test('on a phone nothing scrolls sideways', async () => {
  const page = await openAdmin(browser, server, 'day', { ...PHONE })
  await chooseBranch(page, '西岸店')
  await page.locator('[data-test=due_in]').waitFor()
  await accessible(page, 'day on a phone')
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
  await shot(page, 'day-phone')
  await close(page)
})

test('a day is closed when everything is done or decided', async () => {
  const page = await openAdmin(browser, server, 'day')
  await chooseBranch(page, '西岸店')
  const button = page.locator('[data-test=close-day]')
  await page.locator('[data-test=due_in]', { hasText: '李来迟' }).waitFor()
  await page.locator('[data-test=shift_open]', { hasText: 'owner' }).waitFor()
  assert.ok(await button.isDisabled())
  await accessible(page, 'the open day')
  await shot(page, 'day-open')
  await page.locator('[data-test=due_in] [data-test=no_show]').click()
  await page.locator('[data-test=shift_open] [data-test=keep]').click()
  await button.click()
  await page.locator('.el-message-box .el-button--danger').click()
  const report = page.locator('[data-test=day-report]')
  await report.waitFor()
  assert.equal(await report.locator('[data-test=sold-day]').innerText(), '1')
  assert.equal(await report.locator('[data-test=no_shows-day]').innerText(), '1')
  assert.match(await report.locator('[data-test=occupancy-day]').innerText(), /25\s?%/)
  await report.getByText('李来迟').waitFor()
  await accessible(page, 'the report')
  await shot(page, 'day-report')
  await page.locator('[data-test=print-day]').click()
  await page.locator('.el-dialog:visible [data-test=paper]').waitFor()
  assert.equal(await page.locator('.el-dialog:visible [data-test=day-revenue]').innerText(), '406.00')
  await accessible(page, 'the paper')
  await shot(page, 'day-paper')
  await page.keyboard.press('Escape')
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  assert.equal((await call('GET', `/day?branch_id=${place.id}`)).business_date, daysAfter(openDate, 1))
  await page.locator('tr.open-able').first().waitFor()
  await close(page)
})

test('somebody else sees the new date at once, in English and dark', async () => {
  const page = await openAdmin(browser, server, 'day', { colorScheme: 'dark' })
  await page.getByRole('button', { name: 'English' }).click()
  await chooseBranch(page, 'West Bank')
  await page.locator('tr.open-able').first().click()
  await page.locator('[data-test=day-report]').waitFor()
  await accessible(page, 'the report in the dark')
  await shot(page, 'day-report-dark')
  await close(page)
})

test('all branches stand on the first page, and one is a click away', async () => {
  const page = await openAdmin(browser, server, '')
  const row = page.locator(`[data-test=branch-${place.id}]`)
  await row.getByText('25%').waitFor()
  await row.getByRole('button', { name: '西岸店' }).click()
  await page.locator('[data-test=branch-picker]', { hasText: '西岸店' }).waitFor()
  await page.locator('[data-test=whole]').waitFor()
  await close(page)
})

test('the manager reads the last closed day with its reasons, of one branch and of all', async () => {
  const page = await openAdmin(browser, server, 'reports')
  await chooseBranch(page, '西岸店')
  const manager = page.locator('[data-test=manager]')
  await manager.locator('[data-test=tile-occupancy]', { hasText: '25%' }).waitFor()
  const cell = (name) => manager.locator(`[data-test=${name}]`).innerText()
  const told = ['sold-day', 'base-day', 'adr-day', 'code-minibar-day', 'total_fen-month', 'no_shows-year', 'kind-cash-day', 'deposit_fen-day',
    'guest_fen-day', 'sold-week_before', 'deposit_fen-last_year']
  assert.deepEqual(await Promise.all(told.map(cell)), ['1', '4', '¥388', '¥18', '¥406', '1', '¥388', '¥200', '¥18', '–', '–'])
  await manager.locator('[data-test=correction]', { hasText: '客人没有送洗' }).getByText('-¥9').waitFor()
  await manager.locator('[data-test=taking-card-owner]').getByText('¥200').first().waitFor()
  const file = await page.request.get(new URL(await manager.locator('[data-test=csv-spans]').getAttribute('href'), page.url()).href)
  assert.match(await file.text(), /^\ufeff期间,开始日期,.*\r\n当日,/)
  await accessible(page, 'the manager\u2019s report')
  await shot(page, 'manager')
  await manager.locator('[data-test=manager-everywhere]').click()
  await manager.locator(`[data-test=manager-branch-${place.id}]`).getByText('¥406').waitFor()
  await manager.getByText('这一天还没有结束').first().waitFor()
  await accessible(page, 'of all branches')
  await shot(page, 'manager-all')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('[data-test=figure-occupancy]').isVisible(), false)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
  await shot(page, 'manager-print')
  await close(page)
})

test('on a phone, in English and dark, the report is as wide as the window', async () => {
  const page = await openAdmin(browser, server, 'reports', { ...PHONE, colorScheme: 'dark' })
  await page.evaluate((id) => {
    localStorage.setItem('yizhan.admin.language', 'en')
    localStorage.setItem('yizhan.admin.branch', id)
  }, place.id)
  await page.reload()
  await page.locator('[data-test=manager]').getByText('Owed by guests, prepayments off').waitFor()
  await accessible(page, 'the report on a phone')
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
  await shot(page, 'manager-phone')
  await close(page)
})

test('who comes early or leaves late is asked for a fee, which is let go with a reason', async () => {
  const hours = { arrival_hour: 23, departure_hour: 0, early_in_percent: 25, late_out_percent: 50, late_full_hour: 23 }
  const house = await call('POST', '/branches', { name: '早晚店', timezone: place.timezone, audit_hour: 23, hold_until: 0, ...hours })
  const { id: type } = await call('POST', '/room-types', { branch_id: house.id, name: '双床房', price_fen: 38800, stock: 3, status: 'on' })
  const first = house.business_date
  const book = async (guest_name, from) => {
    const days = { arrival: daysAfter(first, from), departure: daysAfter(first, from + 1) }
    return call('POST', '/orders', { room_type_id: type, ...days, rooms: 1, guest_name, guest_phone: '13900000031' })
  }
  const open = async (order, verb) => {
    const page = await openAdmin(browser, server, `orders/${order.order_no}`)
    await page.locator(`[data-test=do-${verb}]`).click()
    return page
  }
  const submit = async (page, state) => {
    await page.locator('.el-dialog:visible [data-test=submit]').click()
    await page.locator('[data-test=order-drawer]').getByText(state).first().waitFor()
    await close(page)
  }
  const codes = async (order) => (await call('GET', `/accounts/${order.stays[0].account_id}`)).lines.map((l) => [l.code, l.amount_fen])

  const late = [await book('晚走客', 0), await book('老客人', 0)]
  for (const order of late) await call('POST', `/stays/${order.stays[0].id}/check-in`, {})
  const paying = await open(late[0], 'check_out')
  await paying.locator('[data-test=fee-late_out]').getByText('延迟退房费 ¥194').waitFor()
  await paying.locator('[data-test=owed]').getByText('¥582').waitFor()
  await accessible(paying, 'check-out with a fee')
  await shot(paying, 'check-out-fee')
  await submit(paying, '已离店')
  assert.deepEqual((await codes(late[0])).filter(([code]) => code === 'late_out'), [['late_out', 19400]])
  const free = await open(late[1], 'check_out')
  await free.locator('[data-test=fee-late_out]').click()
  await free.locator('[data-test=owed]').getByText('¥388', { exact: true }).waitFor()
  assert.ok(await free.locator('.el-dialog:visible [data-test=submit]').isDisabled())
  await free.getByLabel('免收原因').fill('常客')
  await submit(free, '已离店')
  assert.deepEqual((await codes(late[1])).filter(([code]) => code === 'late_out'), [])

  const early = await book('早到客', 1)
  const coming = await open(early, 'check_in')
  await coming.locator('[data-test=fee-early_in]').getByText('提前入住费 ¥97').waitFor()
  await accessible(coming, 'check-in with a fee')
  await submit(coming, '已入住')
  assert.deepEqual(await codes(early), [['early_in', 9700]])
})

test('who stayed longer than booked is asked for the nights at check-out, or let off', async () => {
  const house = await call('POST', '/branches', { name: '东岸店', timezone: place.timezone, audit_hour: 23, hold_until: 0 })
  const { id: type } = await call('POST', '/room-types', { branch_id: house.id, name: '双床房', price_fen: 38800, stock: 2, status: 'on' })
  const [first, second] = [house.business_date, daysAfter(house.business_date, 1)]
  const come = async (guest_name) => {
    const body = { room_type_id: type, arrival: first, departure: second, rooms: 1, guest_name, guest_phone: '13900000031' }
    const order = await call('POST', '/orders', body)
    await call('POST', `/stays/${order.stays[0].id}/check-in`, {})
    return order.order_no
  }
  const [longer, letOff] = [await come('久住客'), await come('免收客')]
  await call('PATCH', `/branches/${house.id}`, { timezone: 'Etc/GMT-14' }) // both days are over there
  for (const business_date of [first, second]) await call('POST', '/day/close', { branch_id: house.id, business_date, policies: { due_out: 'keep' } })
  const open = async (number) => {
    const page = await openAdmin(browser, server, `orders/${number}`)
    await page.locator('[data-test=do-check_out]').click()
    await page.locator('[data-test=late-charge]').waitFor()
    return page
  }
  const out = async (page) => {
    await page.locator('.el-dialog:visible [data-test=submit]').click()
    await page.locator('[data-test=order-drawer]').getByText('已离店').first().waitFor()
    await close(page)
  }
  const paying = await open(longer)
  await paying.locator('[data-test=late-charge]').getByText('超期 1 晚，补计房费 ¥388').waitFor()
  await paying.locator('[data-test=owed]').getByText('¥776').waitFor()
  await accessible(paying, 'check-out of who stayed longer')
  await shot(paying, 'check-out-late')
  await out(paying)
  const free = await open(letOff)
  await free.locator('[data-test=late-free]').click()
  await free.locator('[data-test=owed]').getByText('¥388', { exact: true }).waitFor()
  await out(free)
  const sums = await Promise.all([longer, letOff].map((number) => call('GET', `/orders/${number}`)))
  assert.deepEqual(sums.map((o) => [o.status, o.payable_fen, o.paid_fen, o.due_fen]), [['completed', 77600, 77600, 0], ['completed', 38800, 38800, 0]])
})
