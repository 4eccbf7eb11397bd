/** Debian's Chromium, pages that must stay free of errors, and the accessibility check. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
export const DESKTOP = { viewport: { width: 1280, height: 800 } }

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  })
}

/**
 * A page in a browser profile of its own. `errors` gathers what the console and the page complain about; a test that
 * provokes a refusal names what it expects by `expected`, a pattern.
 */
export async function open(browser, url, { expected = null, ...options } = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.errors = []
  page.expected = expected
  const note = (text) => page.expected?.test(text) || page.errors.push(text)
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && note(`${m.text()} ${m.location().url}`))
  page.on('pageerror', (e) => note(String(e)))
  await page.goto(url)
  return page
}

/** Ends the page's profile; nothing may have been complained about. */
export async function close(page) {
  const { errors } = page
  await page.context().close()
  assert.deepEqual(errors, [])
}

/** No serious or critical finding of axe-core, contrast (WCAG AA) among them. */
export async function accessible(page, where) {
  await page.evaluate(() => { // what fades in has no contrast yet
    const ending = document.getAnimations().filter((a) => Number.isFinite(a.effect?.getComputedTiming().endTime))
    return Promise.all(ending.map((a) => a.finished.catch(() => undefined)))
  })
  await page.evaluate(axeSource) // by the debugger: the page's own policy takes no foreign script
  const found = await page.evaluate(async () => {
    const dialogs = [...document.querySelectorAll('[aria-modal=true]')].filter((d) => d.checkVisibility())
    const { violations } = await window.axe.run(dialogs.at(-1) ?? document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    return violations
      .filter((v) => ['serious', 'critical'].includes(v.impact))
      .map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).slice(0, 3).join(' | ')}`)
  })
  assert.deepEqual(found, [], where)
}

/** Bytes over the wire until the page rests, by kind: everything but pictures counts as the page's weight. */
export async function weigh(browser, url, options = {}) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  const kinds = new Map()
  const bytes = {}
  session.on('Network.responseReceived', (e) => kinds.set(e.requestId, e.type))
  session.on('Network.loadingFinished', (e) => {
    const kind = kinds.get(e.requestId) ?? 'Other'
    bytes[kind] = (bytes[kind] ?? 0) + e.encodedDataLength
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await context.close()
  const page_ = Object.entries(bytes).filter(([kind]) => !['Image', 'Fetch', 'XHR', 'EventSource'].includes(kind))
  return { bytes, page: page_.reduce((sum, [, n]) => sum + n, 0) }
}

/** First paint under a slow phone's network and processor, in milliseconds. Slow 4G as Lighthouse has it. */
export async function firstPaint(browser, url, options = PHONE) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(url, { waitUntil: 'networkidle' })
  const paints = await page.evaluate(() =>
    Object.fromEntries(performance.getEntriesByType('paint').map((p) => [p.name, Math.round(p.startTime)])),
  )
  await context.close()
  return paints
}
