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
  await inside('王小明')
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
