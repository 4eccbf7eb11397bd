/** The front desk's day: who comes is seen without reloading, an arrival takes three clicks, nothing typed is lost. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, launch } from './lib/browser.mjs'
import { chooseBranch, go, logIn, openAdmin, submit } from './lib/admin.mjs'
import { Server, hotelDay } from './lib/server.mjs'

let server, browser, branch, type, token

before(async () => {
  server = await Server.start()
  browser = await launch()
  branch = await server.branch('成都')
  type = branch.room_types[0]
  token = (await server.guest('desk')).token
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** What is done rarely is in the menu at the end of the drawer's bar. */
async function rarely(page, action) {
  await page.locator('[data-test=do-more]').click()
  await page.locator(`[data-test=do-${action}]`).click()
}

/** An order, and its stays, as the server has them. */
async function record(orderNo) {
  return (await server.call('GET', `/api/v1/admin/orders/${orderNo}`, undefined, { cookie: await server.staff() })).json
}
async function staysOf(orderNo) {
  return (await record(orderNo)).stays
}

/** A guest who pays at the desk, in house. */
async function inHouse(guest_name) {
  const cookie = await server.staff()
  const body = {
    room_type_id: type.id, arrival: hotelDay(), departure: hotelDay(2), rooms: 1, guest_name, guest_phone: '13900000003',
  }
  const { json } = await server.call('POST', '/api/v1/admin/orders', body, { cookie })
  await server.call('POST', `/api/v1/admin/orders/${json.order_no}/check-in`, {}, { cookie })
  return json
}

test('an arrival is handled in three clicks, and a paid order appears by itself', async () => {
  const page = await openAdmin(browser, server)
  await chooseBranch(page, '成都')
  await page.locator('[data-test=live].on').waitFor()
  const order = await server.book(token, type.id, { arrival: hotelDay(), guest_name: '李雷' })
  const row = page.locator(`[data-test=order-${order.order_no}]`)
  await row.waitFor()
  await accessible(page, 'today')
  await row.getByRole('button', { name: '办理入住' }).click()
  await page.locator('.el-dialog:visible [data-test=room][aria-pressed=true]').waitFor()
  await accessible(page, 'check-in')
  await submit(page)
  await row.waitFor({ state: 'detached' })
  await page.locator('[data-test=list-in_house]').click()
  await row.getByText('已入住').waitFor()
  await close(page)
})

test('an order is found, checked in and out by the keyboard', async () => {
  const order = await server.book(token, type.id, { arrival: hotelDay(), guest_name: '韩梅梅' })
  const page = await openAdmin(browser, server, 'orders')
  await chooseBranch(page, '成都')
  await page.getByText(order.order_no).first().waitFor()
  await page.keyboard.press('Escape')
  await page.locator('main').focus()
  await page.keyboard.press('f')
  await page.keyboard.type(order.order_no)
  await page.keyboard.press('Escape')
  await page.locator('[data-test=orders] tbody tr').nth(1).waitFor({ state: 'detached' })
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=do-check_in]').waitFor()
  await accessible(page, 'order drawer')
  await page.keyboard.press('i')
  await page.locator('.el-dialog:visible [data-test=room][aria-pressed=true]').waitFor()
  await page.locator('.el-dialog:visible [data-test=submit]').press('Enter')
  await page.locator('[data-test=do-check_out]').waitFor()
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  await page.keyboard.press('o')
  await page.locator('.el-dialog:visible [data-test=submit]').press('Enter')
  await page.locator('[data-test=order-drawer] [data-test=do-check_out]').waitFor({ state: 'detached' })
  await close(page)
})

test('a wrong letter in a name is mended, and the history says so', async () => {
  const order = await server.book(token, type.id, { arrival: hotelDay(21), guest_name: '王小名' })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  await page.locator('[data-test=do-correct]').click()
  await page.locator('#correct-name').fill('王小明')
  await accessible(page, 'correct')
  await submit(page)
  const drawer = page.locator('[data-test=order-drawer]')
  await drawer.getByText('王小明').first().waitFor()
  await drawer.getByText('已修改入住信息').first().waitFor()
  await close(page)
})

test('what a cancellation brings back is shown before it is done', async () => {
  const order = await server.book(token, type.id, { arrival: hotelDay(20), guest_name: '王小明' })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  await rarely(page, 'cancel')
  const preview = await page.locator('[data-test=refund-preview]').innerText()
  assert.equal(preview, `¥${order.payable_fen / 100}`)
  await submit(page)
  await page.locator('[data-test=order-drawer]').getByText('已取消').first().waitFor()
  await close(page)
})

test('a walk-in is booked at the desk and pays there', async () => {
  const page = await openAdmin(browser, server)
  await chooseBranch(page, '成都')
  await page.locator('[data-test=walk-in]').click()
  await page.getByLabel('住客姓名').fill('赵散客')
  await page.getByLabel('手机号').fill('13900000001')
  await page.locator('[data-test=walk-pays]').click()
  await page.locator('[data-test=walk-comes]').click()
  await page.locator('[data-test=walk-price] b').waitFor()
  await accessible(page, 'walk-in')
  await submit(page)
  const row = page.locator('tr', { hasText: '赵散客' })
  await row.click()
  await page.locator('[data-test=do-pay]').click()
  await submit(page)
  await page.locator('[data-test=do-pay]').waitFor({ state: 'detached' })
  const refund = async (yuan, ...choices) => {
    await rarely(page, 'refund')
    await page.getByLabel('金额').fill(yuan)
    await page.getByLabel('原因').fill('没有热水')
    for (const choice of choices) await page.locator(`[data-test=${choice}]`).click()
    await submit(page)
    await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  }
  await refund('30')
  assert.equal(await page.locator('[data-test=do-pay]').count(), 0, 'goodwill is not asked back')
  await refund('20', 'owed-again')
  await page.locator('[data-test=do-pay]').waitFor()
  await close(page)
})

test('one room of two is checked in and out alone, and a mistake is taken back', async () => {
  const order = await server.book(token, type.id, { arrival: hotelDay(), nights: 2, rooms: 2, guest_name: '两间客' })
  const [one, two] = await staysOf(order.order_no)
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  const row = (stay) => page.locator(`[data-test=stay-${stay.id}]`)
  await accessible(page, 'rooms of an order')
  await row(one).locator('[data-test=stay-check_in]').click()
  await page.locator('.el-dialog:visible [data-test=room][aria-pressed=true]').waitFor()
  await submit(page)
  await row(one).getByText('在住').waitFor()
  await row(two).getByText('待入住').waitFor()
  await row(one).locator('[data-test=stay-undo]').click()
  await page.keyboard.press('Enter')
  await row(one).getByText('待入住').waitFor()
  await row(one).locator('[data-test=stay-check_in]').click()
  await page.locator('.el-dialog:visible [data-test=room][aria-pressed=true]').waitFor()
  await page.keyboard.press('Enter')
  await row(one).locator('[data-test=stay-check_out]').click()
  await submit(page)
  await row(one).getByText('已离店').waitFor()
  assert.deepEqual((await staysOf(order.order_no)).map((s) => s.state).sort(), ['departed', 'due_in'])
  await row(two).locator('[data-test=stay-more]').click()
  await page.locator('[data-test=stay-cancel]:visible').click()
  await page.locator('[data-test=stay-terms]').getByText('收取这一间的首晚房费').waitFor()
  await submit(page)
  await row(two).getByText('已取消').waitFor()
  await close(page)
})

test('a paid order gets another room type, and what that comes to is said first', async () => {
  const order = await server.book(token, type.id, { arrival: hotelDay(20), nights: 2, guest_name: '改房型' })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  await rarely(page, 'rebook')
  const price = page.locator('[data-test=rebook-price]')
  await price.waitFor()
  assert.ok(!(await price.textContent()).includes('多'), 'as it is, it costs what it did')
  await page.locator('#rebook-type').click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '浣花套房' }).click()
  await price.getByText('多 ¥').waitFor()
  await accessible(page, 'rebook')
  await submit(page)
  await page.getByText('已改日期或房型').first().waitFor()
  const now = await record(order.order_no)
  assert.ok(now.room_type_name.includes('浣花套房') && now.due_fen > 0, 'what is more is owed')
  await close(page)
})

test('a rebooking after one room was cancelled costs what was said', async () => {
  const order = await server.book(token, type.id, { arrival: hotelDay(), nights: 2, rooms: 2, guest_name: '取消一间' })
  const [one] = await staysOf(order.order_no)
  await server.call('POST', `/api/v1/admin/stays/${one.id}/cancel`, {}, { cookie: await server.staff() })
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  await rarely(page, 'rebook')
  const price = page.locator('[data-test=rebook-price]')
  const fee = (await record(order.order_no)).payable_fen
  await price.getByText((fee / 100).toLocaleString('zh-CN')).waitFor()
  await page.locator('#rebook-type').click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '浣花套房' }).click()
  await price.getByText('多 ¥').waitFor()
  await submit(page)
  await page.getByText('已改日期或房型').first().waitFor()
  await close(page)
})

test('who sleeps in a room is written down with documents, and only their ends are shown', async () => {
  const order = await inHouse('登记客')
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  const people = page.locator('[data-test=stay-people]')
  await people.getByText('登记客', { exact: true }).waitFor()
  await page.locator('[data-test=stay-guests]').click()
  const dialog = page.locator('.el-dialog:visible')
  const kind = async (i, name) => {
    await dialog.locator(`#guest-kind-${i}`).click()
    await page.locator('.el-select-dropdown__item:visible', { hasText: name }).click()
  }
  assert.equal(await dialog.locator('#guest-name-0').inputValue(), '登记客', 'who booked is the first')
  await kind(0, '身份证')
  await dialog.locator('#guest-number-0').fill('110105194912310021')
  await dialog.locator('[data-test=guest-add]').click()
  await dialog.locator('#guest-name-1').fill('同住客')
  await kind(1, '护照')
  await dialog.locator('#guest-number-1').fill('E12345678')
  await dialog.locator('#stay-remark').fill('靠窗')
  await accessible(page, 'guests')
  page.expected = /400 \(Bad Request\)/
  await submit(page)
  await dialog.getByText('不是有效的居民身份证号码').waitFor()
  assert.equal(await dialog.locator('#guest-number-1').inputValue(), 'E12345678', 'nothing typed is lost')
  await dialog.locator('#guest-number-0').fill('11010519491231002X')
  await submit(page)
  await people.getByText('登记客（身份证 尾号 002X）、同住客（护照 尾号 5678）').waitFor()
  await page.locator('[data-test=stays]').getByText('靠窗').waitFor()
  await page.locator('[data-test=stay-guests]').click()
  assert.equal(await dialog.locator('#guest-number-0').inputValue(), '')
  assert.match(await dialog.locator('#guest-number-0').getAttribute('placeholder'), /002X/)
  await dialog.locator('[data-test=guest-remove-0]').click()
  await submit(page)
  await people.getByText('同住客（护照 尾号 5678）', { exact: true }).waitFor()
  const [{ guests }] = await staysOf(order.order_no)
  assert.deepEqual(guests.map((guest) => [guest.name, guest.document_last4]), [['同住客', '5678']])
  await close(page)
})

test('a guest moves into a better room at another price', async () => {
  const order = await inHouse('换房客')
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  await page.locator('[data-test=do-move]').click()
  await page.locator('[data-test=other-types]').click()
  await page.locator('.el-dialog:visible').getByText('浣花套房').waitFor()
  await page.locator('.el-dialog:visible [data-test=room]:enabled', { hasText: '520' }).click()
  await page.locator('[data-test=price-new]').click()
  await accessible(page, 'move')
  await submit(page)
  await page.locator('[data-test=stays]').getByText('520').waitFor()
  const [stay] = await staysOf(order.order_no)
  assert.notEqual(stay.room_type_id, type.id)
  assert.ok(stay.nights[0].price_fen > order.nights[0].price_fen, 'the suite is dearer')
  await close(page)
})

test('a room is left earlier, and two guests change rooms', async () => {
  const [order, other] = [await inHouse('早走客'), await inHouse('对调客')]
  const [before] = await staysOf(other.order_no)
  const page = await openAdmin(browser, server, `orders/${order.order_no}`)
  const choose = async (act) => {
    await page.locator('[data-test=stay-more]').click()
    await page.locator(`[data-test=stay-${act}]:visible`).click()
  }
  await choose('dates')
  await page.locator('#extend-date').fill(hotelDay(1))
  await page.locator('#extend-date').press('Enter')
  await page.locator('.el-dialog:visible').getByText('少住 1 晚').waitFor()
  await submit(page)
  await page.locator('[data-test=stays]').getByText('1 晚').waitFor()
  await choose('swap')
  await page.locator('#swap-with').fill('对调客')
  await page.getByRole('option', { name: '对调客' }).click()
  await submit(page)
  await page.locator('[data-test=stays]').getByText(before.room_number).waitFor()
  assert.equal((await staysOf(order.order_no))[0].room_number, before.room_number)
  await close(page)
})

test('who owes something is not let go by a click: it is collected first, or a manager says why', async () => {
  const page = await openAdmin(browser, server)
  await chooseBranch(page, '成都')
  await page.locator('[data-test=list-in_house]').click()
  const start = async (name) => {
    const order = await inHouse(name)
    const row = page.locator(`[data-test=order-${order.order_no}]`)
    await row.getByRole('button', { name: '办理离店' }).click()
    await page.locator('[data-test=owed]').getByText(`¥${order.nights[0].price_fen / 100}`).waitFor()
    return order
  }
  const paying = await start('付清客')
  await accessible(page, 'check-out')
  await page.locator('.el-dialog:visible').getByText(/收款 ¥[\d.]+ 并离店/).waitFor()
  await page.keyboard.press('Enter')
  await page.locator(`[data-test=order-${paying.order_no}]`).waitFor({ state: 'detached' })
  const paid = await record(paying.order_no)
  assert.deepEqual([paid.status, paid.due_fen, paid.payments.length], ['completed', 0, 1])
  const owing = await start('挂账客')
  await page.locator('[data-test=let-go]').click()
  await page.getByLabel('原因').fill('公司月结')
  await page.keyboard.press('Enter')
  await page.locator(`[data-test=order-${owing.order_no}]`).waitFor({ state: 'detached' })
  const left = await record(owing.order_no)
  assert.deepEqual([left.status, left.due_fen > 0, left.payments.length], ['completed', true, 0])
  await close(page)
})

test('the board shows what each room is tonight, and what there is to do is done from it', async () => {
  const cookie = await server.staff()
  const call = async (method, path, body) => (await server.call(method, `/api/v1/admin${path}`, body, { cookie })).json
  const rooms = (await call('GET', `/rooms?branch_id=${branch.id}&room_type_id=${type.id}&limit=100`)).items
  const id = (number) => rooms.find((r) => r.number === number).id
  const stayOf = async (guest_name) => {
    const order = await server.book(token, type.id, { arrival: hotelDay(), guest_name })
    return (await staysOf(order.order_no))[0].id
  }
  const living = await stayOf('在住客')
  await call('POST', `/stays/${living}/check-in`, { room_id: id('221') })
  await call('PATCH', `/rooms/${id('222')}`, { cleanliness: 'dirty' })
  await call('POST', `/stays/${await stayOf('预抵客')}/move`, { room_id: id('223') })
  const page = await openAdmin(browser, server, 'rooms')
  await chooseBranch(page, '成都')
  const tile = (number, state) => page.locator(`[data-test=room-${number}]${state ? `[data-state=${state}]` : ''}`)
  await tile('221', 'occupied').getByText('在住客').waitFor()
  await tile('222', 'dirty').getByText('空脏').waitFor()
  await tile('223', 'arriving').getByText('预抵客').waitFor()
  await tile('224', 'clean').waitFor()
  await accessible(page, 'board')
  await page.locator('[data-test=only-arriving]').click()
  await tile('222').waitFor({ state: 'detached' })
  await tile('223').focus()
  await page.keyboard.press('Enter')
  await accessible(page, 'room')
  await page.locator('[data-test=panel] [data-test=do-check_in]').click()
  await page.locator('.el-dialog:visible [data-test=room][aria-pressed=true]', { hasText: '223' }).waitFor()
  await submit(page)
  await page.locator('[data-test=only-all]').click()
  await tile('223', 'occupied').waitFor()
  await tile('222').click()
  await page.locator('[data-test=clean-clean]').click()
  await tile('222', 'clean').waitFor()
  await tile('221').click()
  await page.locator('[data-test=open-order]').click()
  await page.locator('[data-test=order-drawer]').getByText('在住客').first().waitFor()
  await call('POST', `/stays/${living}/check-out`, {})
  await tile('221', 'dirty').waitFor()
  await close(page)
})

test('a form begins in its first field', async () => {
  const page = await openAdmin(browser, server)
  await page.locator('[data-test=account]').waitFor()
  await page.keyboard.press('n')
  await page.keyboard.type('直接打字')
  assert.equal(await page.getByLabel('住客姓名').inputValue(), '直接打字')
  await close(page)
})

test('what was filled in is not thrown away by a key: that is asked, and Enter keeps it', async () => {
  const page = await openAdmin(browser, server)
  await page.locator('[data-test=account]').waitFor()
  const dialog = page.locator('.el-dialog:visible')
  const asked = page.locator('.el-message-box:visible')
  await page.keyboard.press('n')
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await asked.count(), 0, 'an untouched form just closes')
  await page.keyboard.press('n')
  await dialog.waitFor()
  await page.keyboard.type('不要丢')
  await page.keyboard.press('Escape')
  await asked.waitFor()
  await accessible(page, 'a draft')
  await page.keyboard.press('Enter')
  await asked.waitFor({ state: 'hidden' })
  assert.equal(await page.getByLabel('住客姓名').inputValue(), '不要丢')
  await page.keyboard.press('Escape')
  await asked.waitFor()
  await page.keyboard.press('Escape')
  await asked.waitFor({ state: 'hidden' })
  await dialog.waitFor()
  await dialog.getByRole('button', { name: '取消' }).click()
  await asked.getByRole('button', { name: '不保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  await close(page)
})

test('a session that ends asks for the password over the page and loses nothing', async () => {
  const page = await openAdmin(browser, server)
  page.expected = /401/
  await page.locator('[data-test=walk-in]').click()
  await page.getByLabel('住客姓名').fill('会话客')
  await page.getByLabel('手机号').fill('13900000002')
  await page.locator('[data-test=walk-comes]').click()
  await page.locator('[data-test=walk-price] b').waitFor()
  await page.context().clearCookies()
  await submit(page)
  await page.getByText('请重新登录').waitFor()
  await logIn(page)
  await page.locator('tr', { hasText: '会话客' }).waitFor()
  await close(page)
})

test('each role sees what it may do', async () => {
  for (const [name, shown, hidden] of [['chengdu', ['orders', 'calendar'], ['console', 'staff', 'audit']], ['owner', ['console', 'staff'], []]]) {
    const page = await openAdmin(browser, server, '', { name })
    for (const entry of shown) await page.locator(`[data-test=nav-${entry}]`).waitFor()
    for (const entry of hidden) assert.equal(await page.locator(`[data-test=nav-${entry}]`).count(), 0)
    await close(page)
  }
})

test('a server that goes and comes back is said, and what is shown goes on', async () => {
  const page = await openAdmin(browser, server)
  await chooseBranch(page, '成都')
  page.expected = /Failed to load resource|ERR_/
  await page.locator('[data-test=live].on').waitFor()
  await server.down()
  await page.locator('[data-test=live].connecting').waitFor()
  await server.up()
  await page.locator('[data-test=live].on').waitFor({ timeout: 30_000 })
  const order = await server.book(token, type.id, { arrival: hotelDay(), guest_name: '归来客' })
  await page.locator('[data-test=list-due_in]').click()
  await page.locator(`[data-test=order-${order.order_no}]`).waitFor()
  await close(page)
})

test('the orders follow the branch of the header', async () => {
  const page = await openAdmin(browser, server, 'orders')
  await chooseBranch(page, '深圳')
  await go(page, server, 'orders')
  assert.equal(await page.getByText('李雷').count(), 0)
  await close(page)
})
