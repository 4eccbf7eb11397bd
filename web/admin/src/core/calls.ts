/** Loading and acting, with what a page must show meanwhile and when it fails. */
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { Unreachable, newKey } from '@shared/client'
import { failureOf, type Failure } from './api'

/** Something that is read; a newer call makes an older one's answer void. */
export function useLoad<T>(work: (signal: AbortSignal) => Promise<T>) {
  const data = shallowRef<T | null>(null)
  const failure = ref<Failure | null>(null)
  const loading = ref(false)
  let current: AbortController | null = null

  async function load(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    loading.value = true
    try {
      const answer = await work(mine.signal)
      if (mine !== current) return
      data.value = answer
      failure.value = null
    } catch (error) {
      if (mine === current) failure.value = failureOf(error)
    } finally {
      if (mine === current) loading.value = false
    }
  }
  onScopeDispose(() => {
    current?.abort()
    current = null
  })
  return { data, failure, loading, load }
}

interface Page<T> {
  items: T[]
  next: string | null
}

/** A list by cursor: `load` starts anew, `more` goes on; a page that has nothing yet is followed by the next one. */
export function usePages<T>(ask: (after: string | undefined, signal: AbortSignal) => Promise<Page<T>>) {
  async function page(after: string | undefined, signal: AbortSignal): Promise<Page<T>> {
    let answer = await ask(after, signal)
    while (!answer.items.length && answer.next && !signal.aborted) answer = await ask(answer.next, signal)
    return answer
  }
  const items = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const loaded = ref(false)
  const first = useLoad(async (signal) => {
    const answer = await page(undefined, signal)
    items.value = answer.items
    next.value = answer.next
    loaded.value = true
  })
  const rest = useLoad(async (signal) => {
    const answer = await page(next.value ?? undefined, signal)
    items.value = [...items.value, ...answer.items]
    next.value = answer.next
  })
  const failure = computed(() => first.failure.value ?? rest.failure.value)
  return { items, next, loaded, failure, loading: first.loading, loadingMore: rest.loading, load: first.load, more: rest.load }
}

/**
 * Something that changes the world. One at a time; the key stays the same while an unanswered try is repeated unchanged,
 * so that it happens once.
 */
export function useAction() {
  const busy = ref(false)
  const failure = ref<Failure | null>(null)
  const errors = computed<Record<string, string>>(() => failure.value?.fields ?? {})
  let key = ''
  let intention = ''

  async function run(work: (key: string) => Promise<unknown>, body: unknown = null): Promise<boolean> {
    if (busy.value) return false
    const now = JSON.stringify(body)
    if (!key || now !== intention) key = newKey()
    intention = now
    busy.value = true
    failure.value = null
    try {
      await work(key)
      key = ''
      return true
    } catch (error) {
      failure.value = failureOf(error)
      if (!(error instanceof Unreachable)) key = ''
      return false
    } finally {
      busy.value = false
    }
  }
  function clear(): void {
    failure.value = null
    key = ''
  }
  return { busy, failure, errors, run, clear }
}
