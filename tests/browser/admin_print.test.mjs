/** Papers of the desk: what stands on them, on which sheet, that they are alone there, and that a second one is a copy. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, go, openAdmin } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, branch, type, cookie
const SIZES = ['A4', 'A5', 'roll']

before(async () => {
  server = await Server.start()
  browser = await launch()
  branch = await server.branch('成都')
  type = branch.room_types[0]
  cookie = await server.staff()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

function call(...ask) {
  return server.desk(cookie, ...ask)
}

/** A guest in house who has paid nothing; the order, and its one stay. */
async function inHouse(guest_name, nights = 1) {
  const body = {
    room_type_id: type.id, arrival: hotelDay(), departure: hotelDay(nights), rooms: 1, guest_name, guest_phone: '13900000006',
  }
  const { order_no } = await call('POST', '/orders', body)
  await call('POST', `/orders/${order_no}/check-in`, {})
  const order = await call('GET', `/orders/${order_no}`)
  return { order, stay: order.stays[0] }
}
/** Posts on an account; the last line. */
async function act(id, verb, body) {
  return (await call('POST', `/accounts/${id}/${verb}`, body)).lines.at(-1)
}

const paper = (page) => page.locator('.el-dialog:visible [data-test=paper]')
const out = (page) => page.locator('[data-test=paper-out]')
const line = (page, { id }) => page.locator(`[data-test=line-${id}]`)

/** A page whose printer only counts. */
async function at(path, options) {
  const page = await openAdmin(browser, server, path, options)
  await counted(page)
  return page
}
function counted(page) {
  return page.evaluate(() => {
    window.sheets = 0
    window.print = () => window.sheets++
  })
}
const sheets = (page) => page.evaluate(() => window.sheets)
async function english(page) {
  await page.evaluate(() => localStorage.setItem('yizhan.admin.language', 'en'))
  await page.reload()
  await page.locator('[data-test=account]').waitFor()
  await counted(page)
}
async function choose(page, place, act) {
  await place.locator('[data-test=ledger-more]').first().click()
  await page.locator(`[data-test=ledger-${act}]:visible`).click()
  await paper(page).waitFor()
}
/** Printed once more, which is when it has its number and its mark. */
async function print(page) {
  const before = await sheets(page)
  await page.locator('.el-dialog:visible [data-test=print]').click()
  await page.waitForFunction((n) => window.sheets > n, before)
  await page.mouse.move(1, 1) // a button that is pointed at has other colours
}
async function shut(page) {
  await page.keyboard.press('Escape')
  await paper(page).waitFor({ state: 'detached' })
}
/** The sheets that come out of the printer, in millimetres. */
async function printed(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  return [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, w, h]) => [w, h].map((pt) => Math.round((pt / 72) * 25.4)))
}

test('a deposit slip is numbered, says its amount in capitals, and is a copy the second time, whoever prints it', async () => {
  const { order, stay } = await inHouse('押金客')
  const deposit = await act(stay.id, 'deposits', { kind: 'cash', amount_fen: 30050, reference: 'POS 42' })
  const page = await at(`orders/${order.order_no}`)
  await choose(page, line(page, deposit), 'deposit_slip')
  for (const said of [branch.name, branch.address, branch.phone, '押金客', stay.room_number, order.order_no, '现金', 'POS 42', '¥300.50', '编号 打印时生成'])
    assert.ok((await paper(page).innerText()).includes(said), said)
  assert.equal(await paper(page).locator('[data-test=words]').innerText(), '叁佰元伍角整')
  await accessible(page, 'a deposit slip')
  assert.equal(await out(page).count(), 0, 'nothing is ready for the printer before it was counted')
  await print(page)
  const number = await out(page).locator('[data-test=paper-number]').textContent()
  assert.match(number, /^编号 \d{6}$/)
  assert.equal(await page.locator('[data-test=paper-copy]').count(), 0, 'the first is no copy')
  await print(page)
  assert.deepEqual(await page.locator('[data-test=paper-copy]').allTextContents(), ['副本 1', '副本 1'], 'on the page and at the printer')
  assert.equal(await sheets(page), 2)
  await accessible(page, 'a copy')
  await close(page)
  const clerk = await at(`orders/${order.order_no}`, { name: 'chengdu' })
  await english(clerk)
  await choose(clerk, line(clerk, deposit), 'deposit_slip')
  await print(clerk)
  assert.equal(await out(clerk).locator('[data-test=paper-copy]').textContent(), 'Copy 2')
  assert.equal(await out(clerk).locator('[data-test=paper-number]').textContent(), number.replace('编号', 'No.'))
  assert.equal(await out(clerk).locator('[data-test=words]').textContent(), 'three hundred yuan five jiao only')
  await accessible(clerk, 'a slip in English')
  await close(clerk)
})

test('the paper is alone on its sheet, black on white also where the page is dark', async () => {
  const { order } = await inHouse('暗色客')
  const page = await at(`orders/${order.order_no}`, { colorScheme: 'dark' })
  await page.locator('[data-test=stay-print]').click()
  await paper(page).waitFor()
  await accessible(page, 'a registration card in the dark')
  await print(page)
  await page.emulateMedia({ media: 'print' })
  const seen = await page.evaluate(() => ({
    shown: [...document.body.children].filter((e) => e.checkVisibility()).map((e) => e.className),
    grounds: [document.body, document.querySelector('.paper-out .paper')].map((e) => getComputedStyle(e).backgroundColor),
    scheme: getComputedStyle(document.querySelector('.paper-out .paper')).colorScheme,
    letters: [...new Set([...document.querySelectorAll('.paper-out .paper *')].map((e) => getComputedStyle(e).color))]
      .map((color) => Math.max(...color.match(/\d+/g).slice(0, 3).map(Number))),
  }))
  assert.deepEqual(seen.shown, ['paper-out'])
  assert.deepEqual([...seen.grounds, seen.scheme], ['rgb(255, 255, 255)', 'rgb(255, 255, 255)', 'light'])
  assert.ok(Math.max(...seen.letters) < 0x60, `dark letters: ${seen.letters}`)
  await page.emulateMedia({ media: 'screen' })
  await shut(page)
  assert.equal(await out(page).count(), 0, 'a page that is printed later is itself again')
  await close(page)
})

test('each sheet has its size, which is kept for that kind of paper', async () => {
  const { order, stay } = await inHouse('纸张客', 3)
  await call('PATCH', `/stays/${stay.id}`, { guests: [{ name: '纸张客', document_kind: 'id_card', document_number: '11010519491231002X' }, { name: 'Anna Lind' }] })
  await act(stay.id, 'deposits', { kind: 'wechat', amount_fen: 20000 })
  const page = await at(`orders/${order.order_no}`)
  const card = async () => {
    await page.locator('[data-test=stay-print]').click()
    await paper(page).locator('[data-test=held]').waitFor()
  }
  await card()
  for (const language of ['zh', 'en']) {
    for (const size of SIZES) {
      await page.locator(`[data-test=size-${size}]`).click()
      await print(page)
      const found = await printed(page)
      const [[width, height]] = found
      assert.equal(found.length, 1, `${size} in ${language}: one sheet`)
      if (size === 'roll') assert.ok(width === 80 && height > 180 && height < 400, `a roll of ${width} × ${height}`)
      else assert.deepEqual([width, height], size === 'A4' ? [210, 297] : [148, 210])
    }
    const text = await paper(page).innerText()
    const words = language === 'zh' ? ['入住登记单', '纸张客', '身份证', '住店须知', '住客签字'] : ['Registration card', 'Identity card', 'House rules', 'Guest’s signature']
    for (const said of [...words, '•••• 002X', 'Anna Lind', stay.room_number, '200.00']) assert.ok(text.includes(said), said)
    assert.ok(!text.includes('11010519491231'), 'no whole number of a document')
    await shut(page)
    if (language === 'zh') await english(page)
    await card()
    assert.equal(await page.locator('[data-test=size-roll] input').isChecked(), true, 'as it was last printed')
  }
  await shut(page)
  await choose(page, page.locator(`[data-test=account-${stay.id}] header`), 'bill')
  assert.equal(await page.locator('[data-test=size-A4] input').isChecked(), true, 'another kind has its own')
  await close(page)
})

test('a bill is that of its window, with the nights to come, and without what was taken back', async () => {
  const { order, stay } = await inHouse('看单客', 2)
  const cola = await act(stay.id, 'charges', { code: 'minibar', quantity: 2, unit_fen: 850, note: '可乐' })
  const wrong = await act(stay.id, 'charges', { code: 'laundry', unit_fen: 3000 })
  await call('POST', `/lines/${wrong.id}/reverse`, { reason: '记错房间' })
  const moved = await act(stay.id, 'charges', { code: 'parking', unit_fen: 1000 })
  const window = await call('POST', `/accounts/${stay.id}/windows`, { name: '某某公司' })
  await act(stay.id, 'transfers', { to_account_id: window.id, line_id: moved.id })
  await act(stay.id, 'payments', { kind: 'card', amount_fen: 700 })
  await act(order.order_no, 'payments', { kind: 'cash', amount_fen: 300 })
  await act(stay.id, 'deposits', { kind: 'cash', amount_fen: 50000 })
  const page = await at(`orders/${order.order_no}`)
  await line(page, cola).waitFor()
  const nights = stay.nights.reduce((sum, night) => sum + night.net_fen, 0)
  const fen = async (name) => Number((await paper(page).locator(`[data-test=bill-${name}]`).innerText()).replace(/[^\d-]/g, ''))
  await choose(page, page.locator(`[data-test=account-${stay.id}] header`), 'bill')
  assert.deepEqual([await fen('charges'), await fen('payments'), await fen('elsewhere'), await fen('due')],
    [nights + 1700, 700, 300, nights + 1700 - 700 - 300])
  assert.equal(await paper(page).locator('[data-test=bill-row]').count(), 2 + 1 + 1, 'two nights, the cola, a payment')
  const text = await paper(page).innerText()
  for (const said of ['迷你吧 × 2', '可乐', '未入账', '另有押金 ¥500.00', stay.room_number]) assert.ok(text.includes(said), said)
  assert.ok(!text.includes('洗衣') && !text.includes('停车'), 'what was taken back or moved away is not on it')
  await accessible(page, 'a bill')
  await page.locator('[data-test=with-gone]').click()
  await paper(page).getByText('停车').first().waitFor()
  assert.equal(await fen('due'), nights + 1700 - 700 - 300, 'it comes to the same')
  await shut(page)
  await choose(page, page.locator(`[data-test=account-${window.id}] header`), 'bill')
  assert.equal(await fen('due'), 1000)
  assert.ok((await paper(page).innerText()).includes('某某公司'))
  assert.equal(await paper(page).locator('[data-test=words]').innerText(), '壹拾元整')
  await close(page)
})

test('a long bill goes on over the sheets', async () => {
  const { order, stay } = await inHouse('长单客')
  for (let i = 0; i < 45; i++) await act(stay.id, 'charges', { code: 'minibar', unit_fen: 100 + i })
  const page = await at(`orders/${order.order_no}`)
  await choose(page, page.locator(`[data-test=account-${stay.id}] header`), 'bill')
  await page.locator('[data-test=size-A5]').click()
  await print(page)
  const found = await printed(page)
  assert.ok(found.length >= 2, `${found.length} sheets`)
  assert.deepEqual(found[1], [148, 210])
  await page.locator('[data-test=size-roll]').click()
  await print(page)
  assert.equal((await printed(page)).length, 1, 'a roll is as long as it must be')
  await close(page)
})

test('a payment has a receipt, one that was taken back or put on a company none', async () => {
  await call('POST', '/companies', { name: '收据公司', credit_limit_fen: 100_000 })
  const { id: company_id } = (await call('GET', '/companies')).items.find((c) => c.name === '收据公司')
  const { order, stay } = await inHouse('收据客')
  const paid = await act(stay.id, 'payments', { kind: 'alipay', amount_fen: 12345 })
  const wrong = await act(stay.id, 'payments', { kind: 'cash', amount_fen: 100 })
  const later = await act(stay.id, 'payments', { kind: 'account', amount_fen: 200, company_id })
  await call('POST', `/lines/${wrong.id}/reverse`, { reason: '多收' })
  const page = await at(`orders/${order.order_no}`)
  await choose(page, line(page, paid), 'receipt')
  assert.equal(await paper(page).locator('[data-test=words]').innerText(), '壹佰贰拾叁元肆角伍分')
  assert.ok((await paper(page).innerText()).includes('本收据不能代替发票'))
  await accessible(page, 'a receipt')
  page.expected = /ERR_FAILED/
  await page.route('**/prints', (route) => route.abort())
  await page.locator('.el-dialog:visible [data-test=print]').click()
  await page.locator('.el-dialog:visible [role=alert]').waitFor()
  assert.deepEqual([await sheets(page), await out(page).count()], [0, 0], 'what could not be counted is not printed')
  await page.unroute('**/prints')
  await print(page)
  await shut(page)
  for (const none of [wrong, later]) {
    const more = line(page, none).locator('[data-test=ledger-more]')
    if (await more.count()) {
      await more.click()
      await page.locator('.el-dropdown-menu:visible').waitFor()
      assert.equal(await page.locator('[data-test=ledger-receipt]:visible').count(), 0)
      await page.keyboard.press('Escape')
    }
  }
  await close(page)
})

test('a shift is handed over on paper, while it is open and when it is closed', async () => {
  const shift = await call('POST', '/shifts', { branch_id: branch.id, float_fen: 50000 })
  const { stay } = await inHouse('交班客')
  await act(stay.id, 'deposits', { kind: 'cash', amount_fen: 20000 })
  await act(stay.id, 'payments', { kind: 'wechat', amount_fen: 10050 })
  await call('POST', `/shifts/${shift.id}/paid-outs`, { amount_fen: 3500, reason: '打车送客' })
  const page = await at('shifts')
  await chooseBranch(page, '成都')
  await page.locator('[data-test=own] [data-test=shift-print]').click()
  await paper(page).getByText('未交班').waitFor()
  for (const said of ['微信支付', '100.50', '打车送客', '¥665.00', '陆佰陆拾伍元整', '见证人']) assert.ok((await paper(page).innerText()).includes(said), said)
  await accessible(page, 'a handover')
  await print(page)
  assert.equal(await page.locator('[data-test=paper-copy]').count(), 0)
  await call('POST', `/shifts/${shift.id}/close`, { counted_fen: 66000, drop_fen: 16000, reason: '找零差错', to: 'chengdu' })
  await go(page, server, 'shifts')
  await english(page)
  await page.locator('tr', { hasText: 'chengdu' }).locator('[data-test=shift-print]').click()
  const handed = (name) => paper(page).locator(`[data-test=handover-${name}]`).innerText()
  assert.deepEqual([await handed('counted'), await handed('variance'), await handed('left')].map((said) => said.split('\n').at(-1)), ['¥660.00', '-¥5.00', '¥500.00'])
  assert.ok((await paper(page).innerText()).includes('Why they differ: 找零差错'))
  await print(page)
  assert.equal(await out(page).locator('[data-test=paper-copy]').textContent(), 'Copy 1')
  await accessible(page, 'a handover in English')
  await close(page)
})

test('the trail names the paper and the copy', async () => {
  const { stay } = await inHouse('留痕客')
  for (let i = 0; i < 2; i++) await call('POST', '/prints', { kind: 'registration', subject_id: stay.id })
  const page = await at('audit')
  const [second, first] = [0, 1].map((i) => page.locator('tr', { hasText: '打印单据' }).nth(i))
  assert.deepEqual(await second.locator('.line').allInnerTexts(), ['副本\n01'], 'from 0, the first, to copy 1')
  assert.deepEqual(await first.locator('.line').first().locator('ins').allInnerTexts(), ['入住登记单'])
  await close(page)
})
