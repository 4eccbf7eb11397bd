/** Order events as they happen. The browser itself resumes by Last-Event-ID; pages listen while they are open. */
import { onScopeDispose, ref } from 'vue'
import type { OrderEvent } from './types'

type Listener = (event: OrderEvent) => void
const listeners = new Set<Listener>()
export const live = ref<'off' | 'connecting' | 'on'>('off')
let source: EventSource | null = null
let again: ReturnType<typeof setTimeout> | undefined

export function openLive(): void {
  closeLive()
  live.value = 'connecting'
  source = new EventSource('/api/v1/admin/events')
  source.onopen = () => (live.value = 'on')
  source.onmessage = (message) => {
    const event = JSON.parse(message.data as string) as OrderEvent
    listeners.forEach((listener) => listener(event))
  }
  source.onerror = () => {
    live.value = 'connecting'
    /* A refusal (an ended session, a full house of streams) closes the source for good. */
    if (source?.readyState === EventSource.CLOSED) again = setTimeout(openLive, 5000)
  }
}

export function closeLive(): void {
  clearTimeout(again)
  source?.close()
  source = null
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
