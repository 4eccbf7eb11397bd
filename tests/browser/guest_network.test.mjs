/** The guest's phone on a bad network: it says so, shows that something is coming, and goes on by one tap. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { close, launch, open, PHONE } from './lib/browser.mjs'
import { seen, tap, texts } from './lib/guest.mjs'
import { Server } from './lib/server.mjs'

let server, browser
const zh = texts('zh-CN')
const HOTEL = '成都宽窄巷子店'
const NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource|Failed to fetch dynamically imported module|Unable to preload CSS/

before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('offline on the first page: the tap is answered, and works once the network is back', async () => {
  const page = await open(browser, server.url, { ...PHONE, expected: NETWORK })
  await seen(page, HOTEL)
  await page.context().setOffline(true)
  await tap(page, 'button', zh('home.search'))
  await page.locator('.uni-async-error').waitFor() // the framework's own words, in the page's language
  await page.context().setOffline(false)
  await page.locator('.uni-async-error').click()
  await page.waitForURL(/pages\/list/)
  await seen(page, HOTEL)
  await close(page)
})

test('offline in the list: it says so and offers to try again', async () => {
  const page = await open(browser, `${server.url}/pages/list/list`, { ...PHONE, expected: NETWORK })
  await seen(page, HOTEL)
  await page.context().setOffline(true)
  await tap(page, 'button', zh('list.filter'))
  await tap(page, 'button', zh('list.by.price'))
  await page.keyboard.press('Escape')
  await seen(page, zh('unreachable'))
  await page.context().setOffline(false)
  await tap(page, 'button', zh('trouble.retry'))
  await seen(page, HOTEL)
  await close(page)
})

test('a slow network shows that something is coming', async () => {
  const page = await open(browser, server.url, PHONE)
  let answer
  const held = new Promise((go) => (answer = go))
  await page.route('**/api/v1/branches?*', async (route) => {
    await held
    await route.continue()
  })
  await tap(page, 'button', zh('home.search'))
  await page.waitForURL(/pages\/list/)
  await page.getByLabel(zh('trouble.loading')).locator('visible=true').first().waitFor()
  assert.equal(await page.getByText(HOTEL).locator('visible=true').count(), 0)
  answer()
  await seen(page, HOTEL)
  await close(page)
})
