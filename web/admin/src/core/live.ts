/**
 * Order events as they happen. The browser itself resumes by Last-Event-ID; pages listen while they are open. A browser has
 * one stream for all its tabs: whichever holds the lock reads it and tells the others, and when it is closed the next one
 * takes over. Where a browser has no locks (pages over plain HTTP from another machine) each tab has its own.
 */
import { onScopeDispose, ref } from 'vue'
import type { OrderEvent } from './types'

type Listener = (event: OrderEvent) => void
const listeners = new Set<Listener>()
export const live = ref<'off' | 'connecting' | 'on'>('off')
let source: EventSource | null = null
let again: ReturnType<typeof setTimeout> | undefined

let tabs: BroadcastChannel | null = null
let leave: (() => void) | null = null

interface Told {
  state?: 'connecting' | 'on'
  event?: OrderEvent
}

function hear(told: Told): void {
  if (told.state) live.value = told.state
  if (told.event) listeners.forEach((listener) => listener(told.event as OrderEvent))
}

/** To this tab and to the others. */
function tell(told: Told): void {
  hear(told)
  tabs?.postMessage(told)
}

function read(): void {
  source?.close()
  tell({ state: 'connecting' })
  source = new EventSource('/api/v1/admin/events')
  source.onopen = () => tell({ state: 'on' })
  source.onmessage = (message) => tell({ event: JSON.parse(message.data as string) as OrderEvent })
  source.onerror = () => {
    tell({ state: 'connecting' })
    /* A refusal (an ended session, a full house of streams) closes the source for good. */
    if (source?.readyState === EventSource.CLOSED) again = setTimeout(read, 5000)
  }
}

export function openLive(): void {
  closeLive()
  live.value = 'connecting'
  if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) return read()
  tabs = new BroadcastChannel('yizhan-live')
  tabs.onmessage = (message: MessageEvent<Told | 'hello'>) => {
    if (message.data !== 'hello') hear(message.data)
    else if (source) tell({ state: live.value === 'on' ? 'on' : 'connecting' }) // a new tab asks how things are
  }
  tabs.postMessage('hello')
  const end = new AbortController()
  leave = () => end.abort()
  void navigator.locks
    .request('yizhan-live', { signal: end.signal }, () => {
      read()
      return new Promise<void>((resolve) => (leave = resolve))
    })
    .catch(() => undefined) // left before its turn came
}

export function closeLive(): void {
  clearTimeout(again)
  source?.close()
  source = null
  leave?.()
  leave = null
  tabs?.close()
  tabs = null
  live.value = 'off'
}

export function useOrderEvents(listener: Listener): void {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}

/** Runs `work` once for a burst of calls, at most every `wait` ms. */
export function gathered(work: () => void, wait = 300): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined
      work()
    }, wait)
  }
}
