/** What a guest owes is a ledger: its lines in the drawer, what is posted on it, and how a stay is settled. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, openAdmin, submit } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, branch, type

before(async () => {
  server = await Server.start()
  browser = await launch()
  branch = await server.branch('成都')
  type = branch.room_types[0]
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function call(...ask) {
  return server.desk(await server.staff(), ...ask)
}

/** Guests in house who have paid nothing; the order, its stays. */
async function inHouse(guest_name, rooms = 1) {
  const body = {
    room_type_id: type.id, arrival: hotelDay(), departure: hotelDay(1), rooms, guest_name, guest_phone: '13900000005',
  }
  const { order_no } = await call('POST', '/orders', body)
  await call('POST', `/orders/${order_no}/check-in`, {})
  return call('GET', `/orders/${order_no}`)
}

/** Posts on an account; the last line. */
async function act(id, verb, body) {
  return (await call('POST', `/accounts/${id}/${verb}`, body)).lines.at(-1)
}

/** That part of the drawer; a line of it. */
const account = (page, id) => page.locator(`[data-test=account-${id}]`)
const line = (page, { id }) => page.locator(`[data-test=line-${id}]`)

test('what stands on each account is told line by line', async () => {
  const order = await inHouse('看账客', 2)
  const [one, two] = order.stays
  const cola = await act(one.id, 'charges', { code: 'minibar', quantity: 3, unit_fen: 800, note: '可乐' })
  const wrong = await act(one.id, 'charges', { code: 'laundry', unit_fen: 3000 })
  await call('POST', `/lines/${wrong.id}/reverse`, { reason: '记错房间' })
  await act(one.id, 'deposits', { kind: 'cash', amount_fen: 30000 })
  const paid = await act(one.id, 'payments', { kind: 'alipay', amount_fen: 1000 })
  const window = await call('POST', `/accounts/${one.id}/windows`, { name: '某某公司' })
  await act(one.id, 'transfers', { to_account_id: window.id, line_id: cola.id, amount_fen: 1200 })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  await line(page, cola).getByText('迷你吧 × 3').waitFor()
  await line(page, cola).getByText('¥24', { exact: true }).waitFor()
  await line(page, cola).getByText('可乐 · owner').waitFor()
  await line(page, wrong).locator('del', { hasText: '洗衣' }).waitFor()
  await account(page, one.id).getByText('冲销 · 洗衣').waitFor()
  await line(page, paid).getByText('收款 · 支付宝').waitFor()
  await account(page, one.id).locator('[data-test=sum-deposit]').getByText('¥300').waitFor()
  await account(page, one.id).getByText(`转到 ${one.room_number} · 某某公司`).waitFor()
  await account(page, window.id).getByText(`从 ${one.room_number} 转入`).waitFor()
  await account(page, two.id).getByText('还没有入账').waitFor()
  await accessible(page, 'ledger')
  await act(two.id, 'charges', { code: 'parking', unit_fen: 500 })
  await act(two.id, 'payments', { kind: 'wechat', amount_fen: 500 })
  await account(page, two.id).getByText('停车').waitFor()
  await close(page)
})

const dialog = (page) => page.locator('.el-dialog:visible')
async function choose(page, field, name) {
  await page.locator(field).click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: name }).click()
}
/** An act of an account's, or a line's, menu. */
async function rarely(page, place, name) {
  await place.locator('[data-test=ledger-more]').first().click()
  await page.locator(`[data-test=ledger-${name}]:visible`).last().click()
}
async function finish(page) {
  await submit(page)
  await dialog(page).waitFor({ state: 'detached' })
}

test('what the guest had is posted, moved, taken off and given away, each with its word', async () => {
  await call('POST', '/charge-codes', { code: 'tea', name: '茶位', name_en: 'Tea', price_fen: 1060 })
  const order = await inHouse('消费客', 2)
  const [one, two] = order.stays
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  const [here, there] = [account(page, one.id), account(page, two.id)]
  await here.locator('[data-test=ledger-charge]').click()
  await page.keyboard.type('茶')
  await page.locator('.el-select-dropdown__item:visible', { hasText: '茶位' }).click()
  assert.equal(await page.locator('#charge-unit').inputValue(), '10.6', 'the price of the code')
  await page.locator('#charge-quantity').fill('2')
  await page.locator('#charge-note').fill('下午茶')
  await accessible(page, 'charge')
  await finish(page)
  await here.getByText('茶位 × 2').waitFor()
  const row = here.locator('li', { hasText: '茶位 × 2' })
  await rarely(page, row, 'adjust')
  await page.locator('#line-amount').fill('1.2')
  await page.locator('#line-reason').fill('少一位')
  await accessible(page, 'adjust')
  await finish(page)
  await here.locator('li', { hasText: '调账 · 茶位' }).getByText('-¥1.20').waitFor()
  await rarely(page, row, 'transfer')
  await page.locator('#transfer-amount').fill('10.6')
  await choose(page, '#transfer-to', two.room_number)
  await accessible(page, 'transfer')
  await finish(page)
  await there.getByText(`从 ${one.room_number} 转入`).waitFor()
  await rarely(page, here.locator('header'), 'allowance')
  await page.locator('#ledger-amount').fill('5')
  await page.locator('#ledger-reason').fill('没有热水')
  await finish(page)
  const allowed = here.locator('li', { hasText: '减免' })
  await rarely(page, allowed, 'reverse')
  await page.locator('#line-reason').fill('热水来了')
  await finish(page)
  await here.locator('del', { hasText: '减免' }).waitFor()
  const now = await call('GET', `/orders/${order.order_no}`)
  assert.equal(now.extras_fen, 2120 - 120)
  await close(page)
})

test('money comes and goes by its kind: a deposit, a company, and back again', async () => {
  await call('POST', '/companies', { name: '月结公司', credit_limit_fen: 100_000 })
  const order = await inHouse('押金客')
  const [{ id }] = order.stays
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  const here = account(page, id)
  await rarely(page, here.locator('header'), 'deposit')
  await page.locator('#ledger-amount').fill('300')
  await page.locator('[data-test=kind-wechat]').click()
  await accessible(page, 'deposit')
  await finish(page)
  await here.getByText('收押金 · 微信支付').waitFor()
  await rarely(page, here.locator('header'), 'deposit_use')
  await page.locator('#ledger-amount').fill('100')
  await finish(page)
  await here.getByText('押金抵扣').waitFor()
  await rarely(page, here.locator('header'), 'deposit_return')
  assert.equal(await page.locator('#ledger-amount').inputValue(), '200')
  await finish(page)
  await here.getByText('退押金 · 微信支付').waitFor()
  await here.locator('[data-test=ledger-pay]').click()
  await page.locator('[data-test=kind-account]').click()
  await choose(page, '#pay-company', '月结公司')
  await accessible(page, 'on account')
  await finish(page)
  await here.getByText('收款 · 挂账').waitFor()
  await rarely(page, here.locator('header'), 'refund')
  await page.getByLabel('金额').fill('20')
  await page.getByLabel('原因').fill('噪音')
  await page.locator('[data-test=kind-cash]').click()
  await accessible(page, 'refund')
  await finish(page)
  await page.locator('[data-test=ledger]').getByText('退款 · 现金').waitFor()
  const now = await call('GET', `/orders/${order.order_no}`)
  assert.deepEqual([now.due_fen, now.paid_fen, now.refund_fen], [0, now.payable_fen, 2000])
  await close(page)
})

test('breakfast every night: owed at once, on the bill, ended, and given back with the nights', async () => {
  const body = {
    room_type_id: type.id, arrival: hotelDay(), departure: hotelDay(3), rooms: 1, guest_name: '早餐客', guest_phone: '13900000005',
  }
  const { order_no, due_fen } = await call('POST', '/orders', body)
  await call('POST', `/orders/${order_no}/check-in`, {})
  const page = await openAdmin(browser, server, `orders/${order_no}`)
  const stays = page.locator('[data-test=stays]')
  const add = async (name, yuan) => {
    await stays.locator('[data-test=stay-more]').click()
    await page.locator('[data-test=stay-extra]:visible').click()
    await choose(page, '#charge-code', name)
    await page.locator('#charge-unit').fill(yuan)
  }
  await add('早餐', '28')
  await page.locator('#charge-quantity').fill('2')
  await dialog(page).getByText('共 3 晚，合计 ¥168').waitFor()
  await accessible(page, 'a daily extra')
  await finish(page)
  await stays.locator('[data-test=extras] li', { hasText: '早餐 × 2 ¥56/晚' }).waitFor()
  assert.equal((await call('GET', `/orders/${order_no}`)).due_fen, due_fen + 3 * 5600)
  await add('停车', '10')
  await finish(page)
  const parking = stays.locator('[data-test=extras] li', { hasText: '停车' })
  await parking.locator('[data-test=extra-end]').click()
  await page.locator('.el-message-box').getByRole('button', { name: '结束' }).click()
  await parking.waitFor({ state: 'detached' })
  await accessible(page, 'daily extras')
  const here = page.locator('[data-test^=account-]', { hasText: '还没有入账' }).last()
  await rarely(page, here.locator('header'), 'bill')
  await page.locator('.el-dialog:visible').getByText('早餐 × 2').nth(2).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=do-check_out]').click()
  const first = (await call('GET', `/orders/${order_no}`)).stays[0].nights[0].net_fen
  await dialog(page).locator('[data-test=owed]').getByText(`¥${(first + 5600) / 100}`, { exact: true }).waitFor()
  await close(page)
})

test('the owner says which kinds the desk offers and which need the number of a slip', async () => {
  const order = await inHouse('凭证客')
  const [{ id }] = order.stays
  const page = await openAdmin(browser, server, 'settings')
  const kind = (name) => page.locator(`[data-test=payment-kind-${name}]`)
  await kind('cash').getByText('计入交班现金、可作押金').waitFor()
  await kind('card').locator('[data-test=needs-reference]').click()
  await kind('card').locator('[data-test=needs-reference] input:checked').waitFor({ state: 'attached' })
  await kind('alipay').locator('[data-test=offered]').click()
  await kind('alipay').locator('[data-test=offered] input:not(:checked)').waitFor({ state: 'attached' })
  await accessible(page, 'payment kinds')
  await page.goto(`${server.url}/admin/orders/${order.order_no}`)
  await account(page, id).locator('[data-test=ledger-pay]').click()
  await page.locator('[data-test=kind-card]').click()
  assert.equal(await page.locator('[data-test=kind-alipay]').count(), 0)
  await page.getByText('凭证号', { exact: true }).waitFor()
  assert.ok(await dialog(page).locator('[data-test=submit]').isDisabled(), 'not without the number')
  await page.locator('#pay-reference').fill('POS 0071')
  await accessible(page, 'a reference that is needed')
  await finish(page)
  await account(page, id).locator('li', { hasText: '收款 · 银行卡' }).getByText('POS 0071').waitFor()
  await call('PATCH', '/payment-kinds/card', { needs_reference: false })
  await call('PATCH', '/payment-kinds/alipay', { offered: true })
  await close(page)
})

test('the company has the room and the guest the rest, by a rule', async () => {
  const order = await inHouse('分账客')
  const [one] = order.stays
  const window = await call('POST', `/accounts/${one.id}/windows`, { name: '差旅公司' })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  const [here, there] = [account(page, one.id), account(page, window.id)]
  await rarely(page, here.locator('header'), 'route')
  await page.locator('.el-select:has(#route-codes)').click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '洗衣' }).click()
  await page.keyboard.press('Tab')
  await accessible(page, 'a rule for charges')
  await finish(page)
  await here.locator('[data-test=route]').getByText(`洗衣、房费 记到 ${one.room_number} · 差旅公司`).waitFor()
  await there.locator('[data-test=sum-due]').getByText(`¥${order.due_fen / 100}`).waitFor()
  await act(one.id, 'charges', { code: 'laundry', unit_fen: 3000 })
  await there.locator('li', { hasText: '洗衣' }).getByText(`按规则从 ${one.room_number} 转来`).waitFor()
  await accessible(page, 'charges that were led elsewhere')
  await rarely(page, there.locator('header'), 'bill')
  await page.locator('.el-dialog:visible [data-test=bill-row]', { hasText: '房费' }).waitFor()
  await page.keyboard.press('Escape')
  await rarely(page, here.locator('header'), 'route')
  await page.locator('.el-select:has(#route-codes)').click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '房费' }).click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '洗衣' }).click()
  await page.keyboard.press('Tab')
  await page.locator('#route-to').click()
  await page.locator('.el-select-dropdown__item:visible').getByText(one.room_number, { exact: true }).click()
  await finish(page)
  await here.locator('[data-test=route]').waitFor({ state: 'detached' })
  await close(page)
})

test('a card promises: held, captured in part, voided, and shown to who leaves', async () => {
  const order = await inHouse('预授权客')
  const [{ id }] = order.stays
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  const here = account(page, id)
  const take = async (yuan, reference) => {
    await rarely(page, here.locator('header'), 'hold')
    await page.locator('#hold-amount').fill(yuan)
    await page.locator('#hold-reference').fill(reference)
    await accessible(page, 'a hold')
    await finish(page)
    const row = here.locator('[data-test=holds] li', { hasText: reference })
    await row.getByText('预授权 · 银行卡').waitFor()
    await row.getByText('冻结中').waitFor()
    return row
  }
  const [first, second] = [await take('500', 'POS 0042'), await take('300', 'POS 0043')]
  assert.equal((await call('GET', `/orders/${order.order_no}`)).due_fen, order.due_fen, 'nothing is paid yet')
  await accessible(page, 'holds')
  await rarely(page, first, 'capture')
  assert.equal(await page.locator('#capture-amount').inputValue(), String(Math.min(50000, order.due_fen) / 100))
  await page.locator('#capture-amount').fill('80')
  await accessible(page, 'capture')
  await finish(page)
  await first.getByText('已扣款 ¥80').waitFor()
  await here.locator('li', { hasText: '收款 · 银行卡' }).getByText('预授权 · POS 0042').waitFor()
  await rarely(page, second, 'void')
  await accessible(page, 'void')
  await finish(page)
  await second.getByText('已撤销').waitFor()
  assert.equal(await here.locator('[data-test=holds] [data-test=ledger-more]').count(), 0, 'both are over')
  await take(String(order.due_fen / 100), 'POS 0044')
  await page.locator('[data-test=do-check_out]').click()
  await page.locator('[data-test=promised]').waitFor()
  await page.locator('[data-test=use-holds]').click()
  await dialog(page).locator('[data-test=kind-cash]').waitFor({ state: 'detached' })
  await accessible(page, 'settle by a hold')
  await submit(page)
  await page.locator('[data-test=order-drawer]').getByText('已离店').first().waitFor()
  const [now, { holds }] = [await call('GET', `/orders/${order.order_no}`), await call('GET', `/accounts/${id}`)]
  assert.deepEqual([now.status, now.due_fen, now.paid_fen], ['completed', 0, order.due_fen])
  assert.deepEqual(holds.map((h) => [h.state, h.captured_fen]), [['captured', 8000], ['voided', 0], ['captured', order.due_fen - 8000]])
  await close(page)
})

test('a clerk is shown only what a clerk may do', async () => {
  const order = await inHouse('前台客')
  const [{ id }] = order.stays
  const { id: posted } = await act(id, 'charges', { code: 'minibar', unit_fen: 800 })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`, { name: 'chengdu' })
  await account(page, id).locator('header [data-test=ledger-more]').click()
  await page.locator('[data-test=ledger-deposit]:visible').waitFor()
  assert.equal(await page.locator('[data-test=ledger-allowance]').count(), 0)
  await page.keyboard.press('Escape')
  await line(page, { id: posted }).locator('[data-test=ledger-more]').click()
  await page.locator('[data-test=ledger-reverse]:visible').waitFor()
  assert.equal(await page.locator('[data-test=ledger-adjust]').count(), 0)
  await close(page)
})

test('a stay is settled in one step: the deposit, the rest of the money, and out', async () => {
  const price = (await inHouse('价格')).due_fen
  const cases = [['少', price - 5000, { rest: 5000, back: 0 }], ['多', price + 7000, { rest: 0, back: 7000 }]]
  const yuan = (fen) => `¥${fen / 100}`
  for (const [name, deposit, { rest, back }] of cases) {
    const order = await inHouse(`押金${name}`)
    await act(order.stays[0].id, 'deposits', { kind: 'wechat', amount_fen: deposit })
    const page = await openAdmin(browser, server, `orders/${order.order_no}`)
    let clicks = 0
    const click = async (what) => { clicks++; await page.locator(what).click() }
    await click('[data-test=do-check_out]')
    await page.locator('[data-test=rest]').getByText(yuan(rest), { exact: true }).waitFor()
    await page.locator('[data-test=back]').getByText(yuan(back), { exact: true }).waitFor()
    await accessible(page, 'settle')
    await click('.el-dialog:visible [data-test=submit]')
    await page.locator('[data-test=order-drawer]').getByText('已离店').first().waitFor()
    const [now, after] = [await call('GET', `/orders/${order.order_no}`), await call('GET', `/accounts/${order.stays[0].id}`)]
    assert.deepEqual([now.status, now.due_fen, now.paid_fen, after.deposit_fen], ['completed', 0, price, 0])
    const gone = after.lines.filter((l) => l.kind === 'deposit_return').map((l) => [l.code, l.amount_fen])
    assert.deepEqual(gone, back ? [['wechat', back]] : [])
    assert.ok(clicks <= 4)
    await close(page)
  }
})

test('where settling stops half way, what was done is said, and the next try goes on from there', async () => {
  const order = await inHouse('半途客')
  await act(order.stays[0].id, 'deposits', { kind: 'cash', amount_fen: 5000 })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  page.expected = /ERR_FAILED/
  await page.route('**/payments', (route) => route.abort())
  await page.locator('[data-test=do-check_out]').click()
  await page.locator('[data-test=rest]').waitFor()
  await submit(page)
  await dialog(page).getByText('已完成：押金抵扣 ¥50。').waitFor()
  await page.locator('[data-test=owed]').getByText(`¥${(order.due_fen - 5000) / 100}`).waitFor()
  await page.unroute('**/payments')
  await submit(page)
  await page.locator('[data-test=order-drawer]').getByText('已离店').first().waitFor()
  const now = await call('GET', `/orders/${order.order_no}`)
  assert.deepEqual([now.status, now.due_fen, now.paid_fen], ['completed', 0, order.due_fen])
  await close(page)
})

test('the owner keeps what can be posted', async () => {
  const page = await openAdmin(browser, server, 'settings')
  const codes = page.locator('[data-test=charge-codes]')
  await codes.locator('[data-test=add-code]').click()
  await page.locator('#code-name').fill('雨伞')
  await page.locator('#code-code').fill('umbrella')
  await page.locator('#code-price').fill('35')
  await accessible(page, 'a charge code')
  await finish(page)
  const row = codes.locator('[data-test=code-umbrella]')
  await row.getByText('¥35').waitFor()
  await accessible(page, 'charge codes')
  await row.locator('[data-test=edit]').click()
  await page.locator('#code-price').fill('30')
  await finish(page)
  await row.getByText('¥30').waitFor()
  assert.equal(await codes.locator('[data-test=code-minibar] [data-test=delete]').count(), 0, 'the program’s own stays')
  await row.locator('[data-test=delete]').click()
  await page.locator('.el-message-box:visible').getByRole('button', { name: '删除' }).click()
  await row.waitFor({ state: 'detached' })
  await close(page)
})

test('a company has a limit, owes what was put on it, and pays', async () => {
  const page = await openAdmin(browser, server, 'companies')
  await page.locator('[data-test=add]').click()
  await page.locator('#company-name').fill('差旅公司')
  await page.locator('#company-limit').fill('2000')
  await accessible(page, 'a company')
  await finish(page)
  const { id } = (await call('GET', '/companies')).items.find((c) => c.name === '差旅公司')
  const row = page.locator(`[data-test=company-${id}]`)
  await row.getByText('¥2,000').waitFor()
  const [{ id: stay }] = (await inHouse('差旅客')).stays
  await act(stay, 'payments', { kind: 'account', amount_fen: 20000, company_id: id })
  await page.reload()
  await row.locator('[data-test=balance]').getByText('¥200').waitFor()
  await accessible(page, 'companies')
  await row.locator('[data-test=company-pay]').click()
  await page.locator('#company-amount').fill('150')
  await finish(page)
  await row.locator('[data-test=balance]').getByText('¥50').waitFor()
  await close(page)
})

test('a manager sees that the ledgers tie', async () => {
  await act((await inHouse('试算客')).stays[0].id, 'charges', { code: 'minibar', unit_fen: 700 })
  const page = await openAdmin(browser, server, 'reports')
  await chooseBranch(page, '成都')
  await page.locator('[data-test=ties]').waitFor()
  const trial = await call('GET', `/trial-balance?branch_id=${branch.id}`)
  const closing = page.locator('[data-test=trial-guest] [data-test=closing]')
  const { closing: fen } = trial.guest
  const yuan = (Math.abs(fen) / 100).toLocaleString('en-US', { minimumFractionDigits: fen % 100 ? 2 : 0 })
  assert.equal(await closing.innerText(), `${fen < 0 ? '-' : ''}¥${yuan}`)
  await accessible(page, 'trial balance')
  await close(page)
  const desk = await openAdmin(browser, server, 'reports', { name: 'chengdu' })
  await desk.locator('[data-test=figure-occupancy]').waitFor()
  assert.equal(await desk.locator('[data-test=trial]').count(), 0)
  await close(desk)
})

test('who left owing is listed, and the amount opens the account', async () => {
  const order = await inHouse('欠款客')
  const [{ id }] = order.stays
  await call('POST', `/stays/${id}/check-out`, { leave_owing: { reason: '单位月底付' } })
  const page = await openAdmin(browser, server, 'debtors')
  await chooseBranch(page, '成都')
  const row = page.locator(`[data-test=debtor-${order.order_no}]`)
  await row.getByText('单位月底付').waitFor()
  await accessible(page, 'debtors')
  const { due_fen } = await call('GET', `/orders/${order.order_no}`)
  await row.locator('[data-test=open]', { hasText: `¥${due_fen / 100}` }).click()
  await account(page, id).locator('[data-test=ledger-pay]').click()
  await finish(page)
  await row.waitFor({ state: 'detached' })
  await close(page)
})

test('something is sold to who does not stay, in one step', async () => {
  const page = await openAdmin(browser, server, 'sales')
  await chooseBranch(page, '成都')
  await page.locator('[data-test=sell]').click()
  await page.locator('#sale-name').fill('大堂小卖部')
  await choose(page, '#sale-code', '其他')
  await page.locator('#sale-unit').fill('15')
  await page.locator('#sale-quantity').fill('2')
  await accessible(page, 'a sale')
  await page.locator('.el-dialog:visible [data-test=submit]', { hasText: '¥30' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  const [shop] = (await call('GET', `/house-accounts?branch_id=${branch.id}`)).items
  const row = page.locator(`[data-test=house-${shop.id}]`)
  await row.getByText('大堂小卖部').waitFor()
  await row.locator('[data-test=lines]').click()
  const drawer = page.locator('[data-test=house-drawer]')
  await drawer.getByText('收款 · 现金').waitFor()
  await accessible(page, 'a house account')
  await drawer.locator('li', { hasText: '收款 · 现金' }).locator('[data-test=reverse]').click()
  await page.locator('#line-reason').fill('收错了')
  await finish(page)
  await drawer.locator('[data-test=due]').getByText('¥30').waitFor()
  await drawer.locator('[data-test=pay]').click()
  await finish(page)
  await drawer.locator('[data-test=shut]').click()
  await page.locator('.el-message-box:visible').getByRole('button', { name: '关闭账户' }).click()
  await drawer.locator('[data-test=shut]').waitFor({ state: 'detached' })
  const now = await call('GET', `/accounts/${shop.id}`)
  assert.deepEqual([now.balance_fen, now.lines.length, now.closed_on !== null], [0, 4, true])
  await close(page)
})

test('a sale that stops half way is charged once', async () => {
  const page = await openAdmin(browser, server, 'sales')
  page.expected = /ERR_FAILED/
  await chooseBranch(page, '成都')
  await page.route('**/payments', (route) => route.abort())
  await page.locator('[data-test=sell]').click()
  const named = page.locator('#sale-name')
  if (!(await named.isVisible())) await choose(page, '#sale-account', '新建账户')
  await named.fill('半途小卖部')
  await choose(page, '#sale-code', '其他')
  await page.locator('#sale-unit').fill('8')
  await submit(page)
  await dialog(page).getByText('已记账，收款没有成功').waitFor()
  await page.unroute('**/payments')
  await page.locator('[data-test=kind-wechat]').click()
  await submit(page)
  await dialog(page).waitFor({ state: 'detached' })
  const shop = (await call('GET', `/house-accounts?branch_id=${branch.id}`)).items.find((a) => a.name === '半途小卖部')
  const { lines } = await call('GET', `/accounts/${shop.id}`)
  assert.deepEqual(lines.map((l) => [l.kind, l.code, l.amount_fen]), [['charge', 'other', 800], ['payment', 'wechat', -800]])
  await close(page)
})
