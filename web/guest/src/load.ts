/** Loading with its three outcomes; every page shows them the same way. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
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
  const data = shallowRef<T | null>(null)
  const failure = ref<Failure | null>(null)
  const loading = ref(false)
  let latest = 0

  /** An answer that a later question has overtaken is dropped. */
  async function load(): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const answer = await fetch()
      if (mine !== latest) return
      data.value = answer
      failure.value = null
    } catch (error) {
      if (mine === latest) failure.value = failureOf(error)
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  afterLogin(() => failure.value, () => void load())
  return reactive({ data, failure, loading, load })
}

interface Page<T> {
  items: T[]
  next: string | null
}

/** A list that grows page by page by the server's cursor. */
export function usePages<T>(fetch: (after: string | undefined) => Promise<Page<T>>) {
  const items = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const failure = ref<Failure | null>(null)
  const loading = ref(false)
  const loaded = ref(false)
  let latest = 0

  async function ask(after: string | undefined): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const page = await fetch(after)
      if (mine !== latest) return
      items.value = after ? [...items.value, ...page.items] : page.items
      next.value = page.next
      failure.value = null
      loaded.value = true
    } catch (error) {
      if (mine === latest) failure.value = failureOf(error)
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  function reload(): Promise<void> {
    items.value = []
    next.value = null
    loaded.value = false
    return ask(undefined)
  }

  async function more(): Promise<void> {
    if (next.value && !loading.value) await ask(next.value)
  }

  afterLogin(() => failure.value, () => void reload())
  const empty = computed(() => loaded.value && !items.value.length)
  /** Nothing is there yet and nothing has failed. */
  const first = computed(() => !loaded.value && !failure.value)
  return reactive({ items, next, failure, loading, loaded, empty, first, reload, more, refresh: () => ask(undefined) })
}

/** One run at a time: what is tapped twice happens once. Failures are said, unless `onFailure` takes them. */
export function useAction<A extends unknown[]>(
  run: (...values: A) => Promise<unknown>,
  onFailure?: (error: unknown) => boolean,
) {
  const busy = ref(false)
  async function start(...values: A): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await run(...values)
    } catch (error) {
      if (!onFailure?.(error)) say(failureOf(error).message)
    } finally {
      busy.value = false
    }
  }
  return reactive({ busy, start })
}

export function say(title: string): void {
  uni.showToast({ title, icon: 'none', duration: 2600 })
}
