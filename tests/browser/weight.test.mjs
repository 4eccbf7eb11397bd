/** What the pages weigh over the wire, and when the first of them paints on a slow phone: bounds for bytes, figures for times. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DESKTOP, firstPaint, launch, PHONE, weigh } from './lib/browser.mjs'
import { Server } from './lib/server.mjs'

const KIB = 1024
let server, browser

before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('the guest page: at most 200 KiB, everything but the hotels\' pictures', async (t) => {
  const { page, bytes } = await weigh(browser, server.url, PHONE)
  t.diagnostic(`guest first load: ${(page / KIB).toFixed(1)} KiB (${JSON.stringify(bytes)})`)
  assert.ok(page > 0 && page <= 200 * KIB)
})

test('the back office: at most 400 KiB until somebody can log in', async (t) => {
  const { page, bytes } = await weigh(browser, `${server.url}/admin/`, DESKTOP)
  t.diagnostic(`back office first load: ${(page / KIB).toFixed(1)} KiB (${JSON.stringify(bytes)})`)
  assert.ok(page > 0 && page <= 400 * KIB)
})

test('the guest page paints on a slow 4G phone', async (t) => {
  const paints = await firstPaint(browser, server.url)
  t.diagnostic(`slow 4G (150 ms, 1.6 Mbit/s, processor 4 × slower): ${JSON.stringify(paints)} ms; the goal is 1000`)
  assert.ok(paints['first-contentful-paint'] > 0)
})
