/** Loading with its three outcomes; every page shows them the same way. */
import { shallowReactive, watch, type Ref } from 'vue'
import { asker, emptyList, pager, runner, type Page } from '@shared/calls'
import { Refusal } from '@shared/client'
import { renew } from './api'
import { t } from './language'
import { session } from './session'

export interface Failure {
  message: string
  /** Logging in would help. */
  login: boolean
  /** It is not there, and trying again will not bring it. */
  gone?: boolean
}

export function failureOf(error: unknown): Failure {
  if (error instanceof LoginNeeded) return { message: t('trouble.login'), login: true }
  if (!(error instanceof Refusal)) return { message: t('shared.unreachable'), login: false }
  return { message: error.message, login: error.status === 401, gone: error.status === 404 }
}

/** Puts what a refusal says of single fields beside them; false when it says nothing of any. */
export function markFields(errors: Ref<Record<string, string>>, error: unknown): boolean {
  if (!(error instanceof Refusal)) return false
  for (const { field, reason } of error.errors) errors.value[field] = reason
  return error.errors.length > 0
}

/** Who failed for want of a login tries again as soon as there is one. */
function afterLogin(failure: () => Failure | null, again: () => void): void {
  watch(() => session.token, (token) => token && failure()?.login && again())
}

class LoginNeeded extends Error {}

/** Asks for something that only a member gets; without a login there is nothing to ask. */
export function asMember<A extends unknown[], T>(fetch: (...values: A) => Promise<T>): (...values: A) => Promise<T> {
  return async (...values) => {
    if (!session.token && !(await renew())) throw new LoginNeeded()
    return fetch(...values)
  }
}

export function useLoad<T>(fetch: () => Promise<T>) {
  const state = shallowReactive({ data: null as T | null, failure: null as Failure | null, loading: false })
  const { ask } = asker(state, failureOf)
  const load = (): Promise<void> => ask(() => fetch(), (answer) => (state.data = answer))

  afterLogin(() => state.failure, () => void load())
  return Object.assign(state, { load })
}

/** A list that grows page by page by the server's cursor. */
export function usePages<T>(fetch: (after: string | undefined) => Promise<Page<T>>) {
  const state = shallowReactive({
    ...emptyList<T, Failure>(),
    get empty(): boolean {
      return this.loaded && !this.items.length
    },
    /** Nothing is there yet and nothing has failed. */
    get first(): boolean {
      return !this.loaded && !this.failure
    },
  })
  const { load: refresh, more } = pager(state, fetch, failureOf)

  function reload(): Promise<void> {
    state.items = []
    state.next = null
    state.loaded = false
    return refresh()
  }

  afterLogin(() => state.failure, () => void reload())
  return Object.assign(state, { reload, more, refresh })
}

/** One run at a time: what is tapped twice happens once. Failures are said, unless `onFailure` takes them. */
export function useAction<A extends unknown[]>(
  work: (...values: A) => Promise<unknown>,
  onFailure?: (error: unknown) => boolean,
) {
  const state = shallowReactive({ busy: false })
  const { run } = runner(state, (error) => {
    if (!onFailure?.(error)) say(failureOf(error).message)
  })
  async function start(...values: A): Promise<void> {
    await run(() => work(...values))
  }
  return Object.assign(state, { start })
}

export function say(title: string): void {
  uni.showToast({ title, icon: 'none', duration: 2600 })
}
