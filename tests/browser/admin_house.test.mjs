/** The house itself: its first run, its rooms, prices, coupons, and the machine room. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DESKTOP, PHONE, accessible, close, launch, open } from './lib/browser.mjs'
import { chooseBranch, go, logIn, openAdmin, submit } from './lib/admin.mjs'
import { PASSWORD, Server, hotelDay } from './lib/server.mjs'

let server, browser
/* One red pixel: small, and a picture all the same. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')

before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('the first run leads from a language to a house that can be worked in', async () => {
  const fresh = await Server.start({ demo: false })
  try {
    const page = await open(browser, await fresh.setupLink(), DESKTOP)
    const fits = async (step) => {
      await page.setViewportSize(PHONE.viewport)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, step)
      await page.setViewportSize(DESKTOP.viewport)
    }
    await fits('language')
    await page.locator('[data-test=next]').click()
    await page.getByLabel('酒店集团名称').fill('云栖酒店')
    await page.getByLabel('门店名称').fill('云栖·杭州店')
    await fits('house')
    await accessible(page, 'setup')
    await page.locator('[data-test=next]').click()
    await fits('owner')
    await page.getByLabel('账号').fill('boss')
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再次输入密码').fill(PASSWORD)
    await page.locator('[data-test=next]').click()
    await page.locator('[data-test=first-steps] a').click()
    await page.locator('[data-test=add]').click()
    await page.locator('#rt-name').fill('大床房')
    await page.getByLabel('基础价').fill('288')
    await submit(page)
    await page.getByText('¥288').first().waitFor()
    await page.locator('[data-test=nav-rooms]').click()
    await page.locator('[data-test=add]').click()
    await page.getByLabel('起始房号').fill('301')
    await page.getByLabel(/结束房号/).fill('312')
    await submit(page)
    await page.locator('[data-test=room-312]').waitFor()
    assert.equal(await page.locator('[data-test^=room-3]').count(), 12)
    await close(page)
  } finally {
    await fresh.stop()
  }
})

test('a room is closed by dates, the calendar knows it, and it is opened again', async () => {
  const page = await openAdmin(browser, server, 'rooms')
  await chooseBranch(page, '成都')
  const tile = page.locator('[data-test=room-301]')
  const choose = async (what) => {
    await tile.click()
    await page.locator('[data-test=panel]').getByRole('button', { name: what }).click()
  }
  await choose('停用…')
  await page.getByLabel('原因').fill('浴室漏水')
  await accessible(page, 'closing')
  await submit(page)
  await tile.getByText('浴室漏水').waitFor()
  await tile.getByText('停用', { exact: true }).waitFor()
  await page.locator('[data-test=nav-calendar]').click()
  await page.locator(`td[data-test=night-${hotelDay(0)}][title*="维修 1 间"]`).first().waitFor()
  await page.locator('[data-test=nav-rooms]').click()
  await choose('恢复使用')
  await tile.getByText('停用', { exact: true }).waitFor({ state: 'detached' })
  await close(page)
})

test('nights are chosen by pointer or keys and changed at once', async () => {
  const page = await openAdmin(browser, server, 'calendar')
  await chooseBranch(page, '成都')
  const night = (row, date) => page.locator(`td[data-row="${row}"][data-test=night-${date}]`)
  await night(0, hotelDay(3)).hover()
  await page.mouse.down()
  await night(1, hotelDay(5)).hover()
  await page.mouse.up()
  await page.keyboard.press('Shift+ArrowRight')
  assert.equal(await page.locator('[data-test=calendar] td[aria-selected=true]').count(), 8)
  await page.locator('[data-test=edit-bar]').getByRole('textbox', { name: '房价' }).fill('456.5')
  await page.locator('[data-test=edit-bar]').getByText('关房').click()
  await page.locator('[data-test=apply]').click()
  await night(1, hotelDay(6)).getByText('456.5').waitFor()
  await night(0, hotelDay(3)).getByText('关房').waitFor()
  await accessible(page, 'calendar')
  await close(page)
})

test('a weekend price is a rule, and goes when the rule goes', async () => {
  const page = await openAdmin(browser, server, 'calendar')
  await chooseBranch(page, '北京')
  await page.locator('[data-test=rules]').click()
  await page.locator('[data-test=add-rule]').click()
  await page.getByLabel('名称').fill('旺季')
  await page.getByLabel('每晚价格').fill('777')
  await page.locator('#rule-priority').fill('50')
  await page.waitForTimeout(500) // the dialog fades in
  await accessible(page, 'price rule')
  await submit(page)
  const row = page.locator('.el-drawer tr', { hasText: '旺季' })
  await row.waitFor()
  await row.getByRole('button', { name: '删除' }).click()
  await page.locator('.el-message-box').getByRole('button', { name: '删除' }).click()
  await row.waitFor({ state: 'detached' })
  await close(page)
})

test('a branch with orders is not deleted, and the reason is said', async () => {
  const page = await openAdmin(browser, server, 'branches')
  page.expected = /409/
  await page.getByRole('button', { name: /^删除 .*成都/ }).click()
  await page.locator('.el-message-box').getByRole('button', { name: '删除' }).click()
  await page.locator('.el-message--error').waitFor()
  await close(page)
})

test('English texts are written under their fold, and shown to who reads English; without them the others stand in', async () => {
  const page = await openAdmin(browser, server, 'branches')
  const house = (name) => page.getByRole('heading', { name, level: 2 }).waitFor()
  const edit = async (name) => {
    await page.locator('[data-test^=branch-]', { hasText: '0755' }).locator('[data-test=edit]').click()
    assert.equal(await page.locator('#branch-name-en').isVisible(), false, 'folded away')
    await page.locator('.el-dialog:visible [data-test=english] summary').click()
    await page.locator('#branch-name-en').fill(name)
    await accessible(page, 'the form with its English part')
    await submit(page)
  }
  await house('驿站·深圳福田会展店')
  await page.evaluate(() => localStorage.setItem('yizhan.admin.language', 'en'))
  await go(page, server, 'branches')
  await house('Yizhan Shenzhen Futian Convention Center')
  await edit('Yizhan by the Hall')
  await house('Yizhan by the Hall')
  await edit('')
  await house('驿站·深圳福田会展店')
  await go(page, server, 'room-types')
  await page.getByText('Bamboo King').waitFor()
  await close(page)
})

test('an account whose only branch was deleted can still be ended', async () => {
  const page = await openAdmin(browser, server, 'staff')
  await page.evaluate(async (password) => {
    const post = async (path, body) => (await fetch(`/api/v1/admin/${path}`, { method: 'POST', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': path } })).json()
    const branch = await post('branches', { name: '短命店', phone: '1', address: '1' })
    await post('staff', { name: 'stray', password, role: 'frontdesk', branch_ids: [branch.id] })
    await fetch(`/api/v1/admin/branches/${branch.id}`, { method: 'DELETE' })
  }, PASSWORD)
  await go(page, server, 'staff')
  const row = page.locator('[data-test=staff-stray]')
  await row.locator('[data-test=edit]').click()
  await page.locator('.el-dialog:visible .el-switch').click()
  await submit(page)
  await row.getByText('停用').waitFor()
  await close(page)
})

test('an API token is shown once, works, and is refused once it is revoked', async () => {
  const page = await openAdmin(browser, server, '', { name: 'chengdu' })
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=my-tokens]').click()
  await page.getByText('还没有 API 令牌').waitFor()
  await page.locator('[data-test=add]').click()
  await page.getByLabel('用途').fill('门锁')
  await page.getByLabel('有效天数').fill('3')
  await submit(page)
  const token = await page.locator('[data-test=token-text]').innerText()
  await page.waitForTimeout(500) // the dialog fades in
  await accessible(page, 'token')
  await submit(page)
  const use = async () => (await server.call('GET', '/api/v1/admin/tokens', undefined, { token })).status
  assert.equal(await use(), 200)
  await close(page)

  const owner = await openAdmin(browser, server, 'tokens')
  const row = owner.locator('[data-test=token-门锁]')
  for (const text of ['chengdu', '剩 3 天', `末四位 ${token.slice(-4)}`]) await row.getByText(text).waitFor()
  await row.locator('[data-test=revoke]').click()
  await owner.locator('.el-message-box').getByRole('button', { name: '撤销' }).click()
  await row.waitFor({ state: 'detached' })
  assert.equal(await use(), 401)
  await close(owner)
})

test('a picture is cut, uploaded and kept in its order', async () => {
  const page = await openAdmin(browser, server, 'branches')
  await page.getByRole('button', { name: /^修改 .*深圳/ }).click()
  const pictures = page.getByRole('group', { name: '图片', exact: true })
  const count = await pictures.locator('.picture').count()
  await pictures.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: PICTURE })
  await page.getByRole('button', { name: '上传' }).click()
  await pictures.locator('.picture').nth(count).waitFor()
  const added = await pictures.locator('img').nth(count).getAttribute('src')
  await pictures.locator('.picture').nth(count).press('ArrowLeft')
  assert.equal(await pictures.locator('img').nth(count - 1).getAttribute('src'), added)
  await accessible(page, 'branch form')
  await submit(page)
  await page.getByText('已保存').waitFor()
  await close(page)
})

test('a coupon is made and granted to a member', async () => {
  await server.guest('collector')
  const page = await openAdmin(browser, server, 'coupons')
  await page.locator('[data-test=add]').click()
  await page.locator('#cp-name').fill('测试立减券')
  await page.locator('.el-dialog:visible').getByText('立减', { exact: true }).click()
  await page.locator('#cp-amount').fill('30')
  await page.waitForTimeout(500) // the dialog fades in
  await accessible(page, 'coupon form')
  await submit(page)
  const row = page.locator('tr', { hasText: '测试立减券' })
  await row.locator('[data-test=holders]').click()
  await page.locator('[data-test=grant]').click()
  await page.locator('#grant-member').click()
  await page.getByRole('option').first().click()
  await submit(page)
  await page.locator('.el-drawer tbody tr').first().waitFor()
  await close(page)
})

test('a group is paused, runs again, and a message tells its story', async () => {
  const page = await openAdmin(browser, server, 'console')
  const group = page.locator('[data-test=group-message_order]')
  await group.getByRole('button', { name: '暂停' }).click()
  await page.locator('.el-message-box').getByRole('button', { name: '暂停' }).click()
  await group.getByText('已暂停').waitFor()
  await group.getByRole('button', { name: '恢复' }).click()
  await group.getByText('运行中').waitFor()
  await page.locator('[data-test=tab-messages]').click()
  await page.locator('tbody tr.open-able button').first().click()
  await page.locator('[data-test^=fate-]').first().waitFor()
  await accessible(page, 'message')
  await close(page)
})

test('a search whose first pages have nothing goes on by itself, says so, and can be stopped', async () => {
  const page = await openAdmin(browser, server, 'console/messages')
  await page.locator('tbody tr.open-able').first().waitFor()
  const waiting = []
  await page.route('**/api/v1/admin/mq/messages?*', (route) => waiting.push(route))
  const asked = async (n) => {
    while (waiting.length < n) await page.waitForTimeout(20)
    return waiting[n - 1]
  }
  const nothing = async (n) => (await asked(n)).fulfill({ json: { items: [], next: String(9e15 - n) } })
  await page.locator('[data-test=tab-topics]').click()
  await page.locator('[data-test=tab-messages]').click()
  await nothing(1)
  await nothing(2)
  await page.locator('[data-test=passed]', { hasText: '已翻过 2 页' }).waitFor()
  await accessible(page, 'search going on')
  await asked(3)
  await page.locator('[data-test=stop]').click()
  await page.locator('[data-test=empty]').getByText('到这里还没有找到').waitFor()
  await page.locator('[data-test=more]').click()
  assert.match((await asked(4)).request().url(), /after=8999999999999998/)
  await (await asked(4)).continue()
  await page.locator('tbody tr.open-able').first().waitFor()
  await close(page)
})

test('codes and internal numbers are shown to nobody; an order is named by its number', async () => {
  const { token } = await server.guest('trailed')
  const branch = await server.branch('成都')
  const order = await server.book(token, branch.room_types[0].id, { arrival: hotelDay(20) })
  const cookie = await server.staff()
  for (const open of [false, true]) await server.call('PATCH', `/api/v1/admin/branches/${branch.id}`, { open }, { cookie })
  await server.call('POST', '/api/v1/admin/mq/groups/message_order/pause', {}, { cookie })
  await server.call('POST', '/api/v1/admin/mq/groups/message_order/resume', {}, { cookie })
  await server.call('PATCH', `/api/v1/admin/room-types/${branch.room_types[1].id}`, { stock_mode: 'payment' }, { cookie })
  const page = await openAdmin(browser, server, '')
  for (const path of ['audit', 'console/groups', 'console/topics', 'console/messages', 'console/dead', 'coupons', 'staff']) {
    await go(page, server, path)
    if (path === 'console/messages') {
      await page.locator('td', { hasText: branch.room_types[1].name }).first().waitFor()
      await page.locator('tr', { hasText: order.order_no }).getByRole('button').first().click()
      await page.locator('[data-test^=fate-]').first().waitFor()
    }
    const codes = await page.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const shown = []
      while (texts.nextNode())
        if (!texts.currentNode.parentElement.closest('pre, a[href*="/orders/"]')) shown.push(texts.currentNode.data)
      return shown.join('\n').match(/[a-z]+_[a-z_]+|\d{9,}/g) ?? []
    })
    assert.deepEqual(codes, [], path)
  }
  await close(page)
})

for (const colorScheme of ['light', 'dark'])
  test(`every page is accessible and free of errors (${colorScheme})`, async () => {
    const page = await openAdmin(browser, server, '', { colorScheme })
    for (const path of ['', 'orders', 'calendar', 'rooms', 'timeline', 'room-types', 'branches', 'members', 'coupons', 'debtors', 'sales', 'reports', 'console',
      'console/topics', 'console/messages', 'console/dead', 'console/schedules', 'console/nodes', 'console/cache', 'staff', 'tokens', 'audit', 'settings']) {
      await go(page, server, path)
      await accessible(page, path)
    }
    await close(page)
  })

for (const viewport of [DESKTOP.viewport, { width: 1024, height: 768 }, { width: 768, height: 1024 }, PHONE.viewport])
  test(`no page is wider than ${viewport.width} pixels`, async () => {
    const page = await openAdmin(browser, server, 'settings', { viewport })
    for (const path of ['', 'orders', 'calendar', 'rooms', 'timeline', 'room-types', 'branches', 'coupons', 'debtors', 'sales', 'reports', 'console', 'audit']) {
      await go(page, server, path)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, path)
    }
    await close(page)
  })

for (const viewport of [DESKTOP.viewport, PHONE.viewport])
  test(`the banner of the sandbox makes no page longer than a window ${viewport.width} pixels wide`, async () => {
    const page = await open(browser, `${server.url}/admin/login`, { viewport })
    const longer = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    await page.locator('[data-test=sandbox-banner]').waitFor()
    assert.equal(await longer(), 0, 'login')
    await logIn(page)
    await page.locator('[data-test=account]').waitFor()
    await go(page, server, 'console/schedules')
    await page.locator('[data-test=sandbox-banner]').waitFor()
    assert.equal(await longer(), 0, 'an empty list')
    await close(page)
  })
