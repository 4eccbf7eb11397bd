import { describe, expect, it } from 'vitest'
import { asker, emptyList, pager, runner, type Page } from '../src/calls'
import { Refusal, Unreachable } from '../src/client'

/** Questions that are answered by hand, each with what it was asked by. */
function questions<T>() {
  const asked: { after?: string; signal?: AbortSignal; answer: (value: T) => void; fail: (error: Error) => void }[] = []
  const ask = (after?: string, signal?: AbortSignal) =>
    new Promise<T>((answer, fail) => asked.push({ after, signal, answer, fail }))
  return { asked, ask }
}
const words = (error: unknown) => (error as Error).message
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('asker', () => {
  it('drops what an overtaken question answers, and aborts it', async () => {
    const { asked, ask } = questions<string>()
    const state = { failure: null as string | null, loading: false }
    const got: string[] = []
    const one = asker(state, words)
    for (let i = 0; i < 2; i++) void one.ask(({ signal }) => ask(undefined, signal), (answer) => got.push(answer))
    expect(asked.map((q) => q.signal!.aborted)).toEqual([true, false])
    asked[1]!.answer('new')
    await settled()
    asked[0]!.answer('old')
    await settled()
    expect([got, state.loading]).toEqual([['new'], false])
  })
  it('keeps loading while the newer question is out, and no failure of the older one', async () => {
    const { asked, ask } = questions<string>()
    const state = { failure: null as string | null, loading: false }
    const one = asker(state, words)
    for (let i = 0; i < 2; i++) void one.ask(() => ask(), () => undefined)
    asked[0]!.fail(new Error('aborted'))
    await settled()
    expect(state).toEqual({ failure: null, loading: true })
    asked[1]!.fail(new Error('down'))
    await settled()
    expect(state).toEqual({ failure: 'down', loading: false })
  })
  it('works where nothing can be aborted', async () => {
    const there = globalThis.AbortController
    Reflect.deleteProperty(globalThis, 'AbortController')
    try {
      const state = { failure: null as string | null, loading: false }
      let got = 0
      await asker(state, words).ask(async () => 7, (answer) => (got = answer))
      expect(got).toBe(7)
    } finally {
      globalThis.AbortController = there
    }
  })
})

describe('pager', () => {
  function list() {
    const { asked, ask } = questions<Page<number>>()
    const state = emptyList<number, string>()
    return { asked, state, ...pager(state, ask, words) }
  }
  it('goes on over pages that hold nothing, counting them', async () => {
    const { asked, state, load } = list()
    void load()
    for (const next of ['a', 'b']) {
      asked.at(-1)!.answer({ items: [], next })
      await settled()
    }
    expect([state.passed, state.loaded, state.loading]).toEqual([2, false, true])
    asked[2]!.answer({ items: [1], next: 'c' })
    await settled()
    expect(asked.map((q) => q.after)).toEqual([undefined, 'a', 'b'])
    expect(state).toMatchObject({ items: [1], next: 'c', loaded: true, loading: false })
  })
  it('adds to what is there, and asks once at a time', async () => {
    const { asked, state, load, more } = list()
    void load()
    asked[0]!.answer({ items: [1], next: 'a' })
    await settled()
    void more()
    void more()
    asked[1]!.answer({ items: [2], next: null })
    await settled()
    void more()
    expect([state.items, asked.length]).toEqual([[1, 2], 2])
  })
  it('can be stopped while it has found nothing, and goes on from there', async () => {
    const { asked, state, load, more, stop } = list()
    void load()
    asked[0]!.answer({ items: [], next: 'a' })
    await settled()
    stop()
    expect(state).toMatchObject({ items: [], next: 'a', loaded: true, loading: false, passed: 1 })
    asked[1]!.answer({ items: [9], next: null })
    await settled()
    expect(state.items).toEqual([])
    void more()
    expect(asked[2]!.after).toBe('a')
    asked[2]!.answer({ items: [], next: 'b' })
    await settled()
    expect(state.passed).toBe(2)
  })
  it('shows nothing of the question before while it goes on', async () => {
    const { asked, state, load } = list()
    void load()
    asked[0]!.answer({ items: [1], next: null })
    await settled()
    void load()
    expect([state.items, state.loaded]).toEqual([[1], true])
    asked[1]!.answer({ items: [], next: 'a' })
    await settled()
    expect([state.items, state.loaded]).toEqual([[], false])
  })
  it('asks no further pages once it is overtaken', async () => {
    const { asked, state, load } = list()
    void load()
    void load()
    asked[0]!.answer({ items: [], next: 'a' })
    asked[1]!.answer({ items: [5], next: null })
    await settled()
    expect([asked.length, state.items]).toEqual([2, [5]])
  })
})

describe('runner', () => {
  function keys(...outcomes: (Error | null)[]) {
    const used: string[] = []
    const failures: unknown[] = []
    const it = runner({ busy: false }, (error) => failures.push(error))
    const run = (body: unknown) =>
      it.run(async (key) => {
        used.push(key)
        const outcome = outcomes.shift()
        if (outcome) throw outcome
      }, body)
    return { used, failures, run, forget: it.forget }
  }
  it('repeats an unanswered try with its key, and takes a new one for anything else', async () => {
    const { used, failures, run } = keys(new Unreachable(), new Unreachable(), new Refusal(409, 'taken', 'no'), null, null)
    for (const body of [{ n: 1 }, { n: 1 }, { n: 2 }, { n: 2 }, { n: 2 }]) await run(body)
    expect(used[1]).toBe(used[0])
    expect(new Set(used.slice(1)).size).toBe(4)
    expect(failures.length).toBe(3)
  })
  it('forgets its key when it is told to', async () => {
    const { used, run, forget } = keys(new Unreachable(), null)
    await run(1)
    forget()
    await run(1)
    expect(used[1]).not.toBe(used[0])
  })
  it('does once what is asked for twice', async () => {
    const { asked, ask } = questions<void>()
    const state = { busy: false }
    const { run } = runner(state, () => undefined)
    const first = run(() => ask())
    expect([await run(() => ask()), state.busy]).toEqual([false, true])
    asked[0]!.answer()
    expect([await first, state.busy, asked.length]).toEqual([true, false, 1])
  })
})
