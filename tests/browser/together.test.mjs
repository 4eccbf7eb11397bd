/** Two browsers at once, a guest's phone and the front desk, in both languages: each sees what the other does. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, close, DESKTOP, launch, open, PHONE } from './lib/browser.mjs'
import { choose, fillForm, logIn, pay, seen, submit, tap, texts } from './lib/guest.mjs'
import { PASSWORD, Server } from './lib/server.mjs'

let server, browser

before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function atTheDesk(locale) {
  const page = await open(browser, `${server.url}/admin/`, { ...DESKTOP, locale })
  await page.fill('#login-name', 'chengdu')
  await page.fill('#login-password', PASSWORD)
  await page.click('[data-test=log-in]')
  await page.locator('[data-test=live].on').waitFor()
  return page
}

async function confirm(page) {
  await page.locator('.el-dialog:visible [data-test=submit]:enabled').click()
}

const WAYS = [['zh-CN', 'zh-CN', { city: '成都', branch: '成都宽窄巷子店' }], ['en', 'en-GB', { city: 'Chengdu', branch: 'Kuanzhai Alley' }]]
for (const [language, locale, way] of WAYS)
  test(`the guest pays and the desk sees it; the desk checks in and the guest sees it (${language})`, async (t) => {
    const say = texts(language)
    const desk = await atTheDesk(locale)
    const phone = await open(browser, server.url, { ...PHONE, locale })
    await choose(phone, say, way)
    await logIn(phone, say, `同时${language}`)
    await phone.waitForURL(/pages\/book/)
    await fillForm(phone, { name: `同时${language}` })
    assert.deepEqual(await Promise.all([phone, desk].map((p) => p.evaluate(() => document.documentElement.lang))), [language, language])
    await submit(phone, say)
    await phone.waitForURL(/pages\/pay/)
    const row = desk.getByRole('row', { name: new RegExp(`同时${language}`) })
    await desk.locator('[data-test=list-unpaid]').click()
    await row.waitFor()
    await desk.locator('[data-test=list-due_in]').click()
    assert.equal(await row.count(), 0, 'nobody is due before the money is there')
    await pay(phone, say)
    const paidAt = Date.now()
    await row.waitFor({ timeout: 2000 })
    t.diagnostic(`the desk saw the payment ${Date.now() - paidAt} ms after the guest's tap`)
    await phone.waitForURL(/pages\/order\//)
    await seen(phone, say('status.confirmed'))

    await row.getByRole('button').last().click()
    await desk.locator('.el-dialog:visible [data-test=room][aria-pressed=true]').waitFor()
    await confirm(desk)
    await seen(phone, say('status.in_house'))
    await desk.locator('[data-test=list-in_house]').click()
    await row.getByRole('button').last().click()
    await confirm(desk)
    await seen(phone, say('status.completed'))
    await accessible(phone, 'a stay that is over')
    await tap(phone, 'button', say('nav.back'))
    await close(phone)
    await close(desk)
  })
