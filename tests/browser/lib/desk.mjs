/** The desk's steps, by what the back office calls things. */
import { readFileSync } from 'node:fs'
import { PASSWORD } from './server.mjs'

/** A text of the back office; the beginning of it up to the first value. */
export function texts(language) {
  const read = (face) => JSON.parse(readFileSync(new URL(`../../../web/${face}/texts/${language}.json`, import.meta.url), 'utf8'))
  const all = { ...read('shared'), ...read('admin') }
  return (key) => key.split('.').reduce((branch, name) => branch[name], all).split('{')[0].trim()
}

export async function logIn(page, name = 'owner', password = PASSWORD) {
  await page.fill('#login-name', name)
  await page.fill('#login-password', password)
  await page.click('[data-test=log-in]')
  await page.waitForSelector('[data-test=list-due_in]')
  await page.waitForSelector('[data-test=live].on')
}

export async function chooseBranch(page, name) {
  await page.click('[data-test=branch-picker]')
  await page.getByRole('option', { name }).click()
}

/** The dialog's own yes. */
export async function confirm(page) {
  await page.locator('[role=dialog] [data-test=submit]').last().click()
}
