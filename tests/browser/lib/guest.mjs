/** The guest's steps on a phone, by what the page calls things. */
import { readFileSync } from 'node:fs'

function words(language) {
  const read = (face) => JSON.parse(readFileSync(new URL(`../../../web/${face}/texts/${language}.json`, import.meta.url), 'utf8'))
  return { ...read('shared'), ...read('guest') }
}

/** A text as the page shows it; the beginning of it up to the first value. */
export function texts(language) {
  const all = words(language)
  return (key) => {
    const text = key.split('.').reduce((branch, name) => branch[name], all)
    return text.split('{')[0].trim()
  }
}

/** What can be tapped now: pages that were left stay in the document, hidden. */
export function tap(page, role, name) {
  return page.getByRole(role, { name }).locator('visible=true').first().click()
}

export function field(page, id) {
  return page.locator(`#${id} input`).locator('visible=true')
}

export async function logIn(page, say, name) {
  await page.waitForURL(/pages\/login/)
  await field(page, 'sandbox-name').fill(name)
  await tap(page, 'button', say('login.enter'))
  await page.waitForURL((url) => !url.pathname.includes('/login'))
}

/** From the first page to the form of the first room type of a branch. */
export async function choose(page, say, { city, branch }) {
  await page.locator('input').locator('visible=true').first().fill(city)
  await tap(page, 'button', say('home.search'))
  await page.waitForURL(/pages\/list/)
  await page.getByText(branch).locator('visible=true').first().click()
  await page.waitForURL(/pages\/branch/)
  await tap(page, 'button', new RegExp(`^${say('room.book')}`))
}

export async function fillForm(page, { name = '李雷', phone = '13812345678' } = {}) {
  await field(page, 'guest-name').fill(name)
  await field(page, 'guest-phone').fill(phone)
}

export function submit(page, say) {
  return tap(page, 'button', say('book.submit'))
}

export async function pay(page, say) {
  await page.waitForURL(/pages\/pay/)
  await tap(page, 'button', new RegExp(`^${say('pay.now')}`))
}

/** What the page shows, hidden pages left out. */
export async function seen(page, text) {
  await page.getByText(text).locator('visible=true').first().waitFor()
}
