/** What WeChat accepts: the package's size, the APIs it has, one domain and no code made at run time. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { test } from 'node:test'
import { built, DIST } from './lib/miniprogram.mjs'

const MAIN_PACKAGE = 2 * 1024 * 1024
const ORIGIN = process.env.YIZHAN_ORIGIN ?? 'http://127.0.0.1:8080'
/* Names of standards, not addresses that anything is fetched from. */
const STANDARDS = /^https?:\/\/www\.w3\.org\//
/* Nothing of a browser may be relied on; the framework and vue-i18n look first whether it is there. */
const OWN_FORBIDDEN = /\b(window|document|localStorage|sessionStorage|XMLHttpRequest|fetch|navigator|Intl)\b[.(]/

function files(folder = DIST) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name).slice(DIST.length + 1)])
}
const text = (path) => ['.js', '.json', '.wxml', '.wxss'].includes(extname(path))

test('the main package fits', () => {
  const bytes = files().reduce((sum, path) => sum + statSync(join(DIST, path)).size, 0)
  assert.ok(bytes <= MAIN_PACKAGE, `${bytes} bytes`)
})

test('every page has its four files, and the tabs have their pictures', () => {
  const app = JSON.parse(built('app.json'))
  for (const page of app.pages)
    for (const kind of ['js', 'json', 'wxml']) assert.ok(existsSync(join(DIST, `${page}.${kind}`)), `${page}.${kind}`)
  for (const tab of app.tabBar.list)
    for (const picture of [tab.iconPath, tab.selectedIconPath]) {
      assert.equal(extname(picture), '.png')
      assert.ok(statSync(join(DIST, picture)).size < 40 * 1024, picture)
    }
})

test('one address, in one file', () => {
  const found = files().filter(text).flatMap((path) =>
    [...built(path).matchAll(/https?:\/\/[^\s"'`)<\\]+/g)].map((m) => [path, m[0]]))
    .filter(([, address]) => !STANDARDS.test(address))
  const own = found.filter(([, address]) => address.startsWith(ORIGIN))
  assert.deepEqual([...new Set(own.map(([path]) => path))], ['platform/origin.js'])
  const others = found.filter(([path, address]) => !address.startsWith(ORIGIN) && path !== 'common/vendor.js')
  assert.deepEqual(others, [])
})

test('no code is made at run time, and the app asks nothing of a browser', () => {
  for (const path of files().filter((name) => extname(name) === '.js')) {
    assert.doesNotMatch(built(path), /\bnew Function\(|\beval\(/, path)
    if (!path.startsWith('common/') && !path.startsWith('node-modules/')) assert.doesNotMatch(built(path), OWN_FORBIDDEN, path)
  }
})

test('only calls that the platform has and the app declares', () => {
  const allowed = new Set(['request', 'login', 'requestPayment', 'requestSubscribeMessage', 'getLocation', 'openLocation',
    'makePhoneCall', 'getStorageSync', 'setStorageSync', 'removeStorageSync', 'showToast', 'navigateTo', 'redirectTo',
    'switchTab', 'navigateBack', 'setNavigationBarTitle', 'setTabBarItem', 'getSystemInfoSync', 'createPage',
    'createComponent', 'pageScrollTo'])
  const used = new Set()
  for (const path of files().filter((name) => extname(name) === '.js' && !name.startsWith('common/')))
    for (const [, name] of built(path).matchAll(/\b(?:wx|\w+\.index)\.([a-zA-Z]+)\b/g)) used.add(name)
  assert.deepEqual([...used].filter((name) => !allowed.has(name)).sort(), [])
  assert.deepEqual(JSON.parse(built('app.json')).requiredPrivateInfos, ['getLocation'])
})
