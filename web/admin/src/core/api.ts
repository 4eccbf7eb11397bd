/** The one client of the pages: staff cookie, the language in use, a login dialog after a 401. */
import { Refusal, createClient, fetchTransport } from '@shared/client'
import { language, t } from './language'
import { renewSession } from './session'

export const api = createClient({ transport: fetchTransport, language, renew: renewSession })

export type Failure = { message: string; refused: boolean; fields: Record<string, string> }

/** Any error as something to show: the server's own sentence, or that it could not be reached. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Refusal)) return { message: t('unreachable'), refused: false, fields: {} }
  const fields: Record<string, string> = {}
  for (const { field, reason } of error.errors) fields[field] = reason
  return { message: error.message, refused: true, fields }
}

/** Every item of a list that is known to be short (branches, room types, rooms of a branch). */
export async function everyItem<T>(page: (after?: string) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const items: T[] = []
  let after: string | undefined
  do {
    const answer = await page(after)
    items.push(...answer.items)
    after = answer.next ?? undefined
  } while (after)
  return items
}
