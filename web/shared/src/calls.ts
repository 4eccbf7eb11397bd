/**
 * Reading, listing and acting, as both apps do it. No framework is known here: the state is handed in, and whoever hands
 * it in has made it reactive.
 */
import { newKey, Unreachable } from './client'

export interface Asked<F> {
  failure: F | null
  loading: boolean
}

/** One question's turn; it is over as soon as another one is asked. */
export interface Turn {
  over: boolean
  signal?: AbortSignal
  abort?: () => void
}

function turn(): Turn {
  if (typeof AbortController === 'undefined') return { over: false } // the mini-program has none: the answer is only dropped
  const end = new AbortController()
  return { over: false, signal: end.signal, abort: () => end.abort() }
}

/** One question at a time: a newer one aborts the older, and what that still answers is void. */
export function asker<F>(state: Asked<F>, failureOf: (error: unknown) => F) {
  let current = turn()

  function stop(): void {
    current.over = true
    current.abort?.()
    state.loading = false
  }

  async function ask<T>(work: (mine: Turn) => Promise<T>, take: (answer: T) => void): Promise<void> {
    stop()
    const mine = (current = turn())
    state.loading = true
    try {
      const answer = await work(mine)
      if (mine.over) return
      take(answer)
      state.failure = null
    } catch (error) {
      if (!mine.over) state.failure = failureOf(error)
    } finally {
      if (!mine.over) state.loading = false
    }
  }
  return { ask, stop }
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Listed<T, F> extends Asked<F>, Page<T> {
  /** An answer has come: `items` is what there is. */
  loaded: boolean
  /** Pages with nothing in them that the search has gone past. */
  passed: number
}

export function emptyList<T, F>(): Listed<T, F> {
  return { items: [], next: null, loaded: false, passed: 0, failure: null, loading: false }
}

/** A list by the server's cursor. A page that holds nothing is followed by the next one, until something is found. */
export function pager<T, F>(
  state: Listed<T, F>,
  page: (after: string | undefined, signal?: AbortSignal) => Promise<Page<T>>,
  failureOf: (error: unknown) => F,
) {
  const { ask, stop: leave } = asker(state, failureOf)
  let reached: () => void = () => undefined

  function take(before: T[], answer: Page<T>): void {
    state.items = [...before, ...answer.items]
    state.next = answer.next
    state.loaded = true
  }

  function read(after: string | undefined, before: T[]): Promise<void> {
    if (!after || before.length) state.passed = 0
    return ask(
      async (mine) => {
        let answer = await page(after, mine.signal)
        while (!answer.items.length && answer.next && !mine.over) {
          const empty = answer
          reached = () => take(before, empty)
          state.passed++
          if (!before.length) Object.assign(state, { items: [], loaded: false }) // what an older question found is not this
          answer = await page(answer.next, mine.signal)
        }
        return answer
      },
      (answer) => take(before, answer),
    )
  }

  async function more(): Promise<void> {
    if (state.next && !state.loading) await read(state.next, state.items)
  }

  /** Ends the search; `more` goes on where it was. */
  function stop(): void {
    if (!state.loading || !state.passed) return
    leave()
    reached()
  }
  return { load: () => read(undefined, []), more, stop, leave }
}

/**
 * Something that changes the world. One at a time; the key stays the same while an unanswered try is repeated unchanged,
 * so that it happens once.
 */
export function runner(state: { busy: boolean }, failed: (error: unknown) => void) {
  let key = ''
  let intention = ''

  async function run(work: (key: string) => Promise<unknown>, body: unknown = null): Promise<boolean> {
    if (state.busy) return false
    const now = JSON.stringify(body)
    if (!key || now !== intention) key = newKey()
    intention = now
    state.busy = true
    try {
      await work(key)
      key = ''
      return true
    } catch (error) {
      if (!(error instanceof Unreachable)) key = ''
      failed(error)
      return false
    } finally {
      state.busy = false
    }
  }
  function forget(): void {
    key = ''
  }
  return { run, forget }
}
