/** Loading and acting, with what a page must show meanwhile and when it fails. */
import { computed, onScopeDispose, shallowReactive, toRefs } from 'vue'
import { asker, emptyList, pager, runner, type Page } from '@shared/calls'
import { failureOf, type Failure } from './api'

/** Something that is read; a newer call makes an older one's answer void. */
export function useLoad<T>(work: (signal?: AbortSignal) => Promise<T>) {
  const state = shallowReactive({ data: null as T | null, failure: null as Failure | null, loading: false })
  const { ask, stop } = asker(state, failureOf)
  onScopeDispose(stop)
  return { ...toRefs(state), load: () => ask(({ signal }) => work(signal), (answer) => (state.data = answer)) }
}

/** A list by cursor: `load` starts anew, `more` goes on, `stop` ends a search that has found nothing yet. */
export function usePages<T>(page: (after: string | undefined, signal?: AbortSignal) => Promise<Page<T>>) {
  const state = shallowReactive(emptyList<T, Failure>())
  const { load, more, stop, leave } = pager(state, page, failureOf)
  onScopeDispose(leave)
  return Object.assign(state, { load, more, stop })
}
export type PageList = ReturnType<typeof usePages<unknown>>

/** Something that changes the world, once; what fails stays to be shown. */
export function useAction() {
  const state = shallowReactive({ busy: false, failure: null as Failure | null })
  const { run: once, forget } = runner(state, (error) => (state.failure = failureOf(error)))
  const errors = computed<Record<string, string>>(() => state.failure?.fields ?? {})

  async function run(work: (key: string) => Promise<unknown>, body: unknown = null): Promise<boolean> {
    if (state.busy) return false
    state.failure = null
    return once(work, body)
  }
  function clear(): void {
    state.failure = null
    forget()
  }
  return { ...toRefs(state), errors, run, clear }
}
