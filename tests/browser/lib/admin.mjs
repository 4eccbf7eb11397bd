/** The back office as staff use it. */
import { DESKTOP, open } from './browser.mjs'
import { PASSWORD } from './server.mjs'

export async function logIn(page, name = 'owner', password = PASSWORD) {
  await page.getByLabel('账号').fill(name)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** A page of the back office, logged in and at rest. */
export async function openAdmin(browser, server, path = '', { name = 'owner', ...options } = {}) {
  const page = await open(browser, `${server.url}/admin/login?to=/${path}`, { ...DESKTOP, reducedMotion: 'reduce', ...options })
  await logIn(page, name)
  await page.locator('[data-test=account]').waitFor()
  return page
}

/** Goes to a page by the navigation's address, and waits until it stopped loading. */
export async function go(page, server, path) {
  await page.goto(`${server.url}/admin/${path}`)
  await page.locator('main h1, main [data-test=empty]').first().waitFor()
  await page.locator('main .el-skeleton').first().waitFor({ state: 'detached' })
}

export async function chooseBranch(page, name) {
  await page.locator('[data-test=branch-picker]').click()
  await page.getByRole('option', { name }).click()
}

/** Presses the button that ends a dialog. */
export function submit(page) {
  return page.locator('.el-dialog:visible [data-test=submit]').click()
}
