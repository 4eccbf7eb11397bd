/** Keyboard shortcuts: a page names its own while it is open, the help overlay lists them. */
import { onScopeDispose, ref, shallowRef } from 'vue'

export interface Shortcut {
  /** As `KeyboardEvent.key`; two keys after each other with a space between: "g o". */
  keys: string
  text: string
  run: () => void
}

export const shortcuts = shallowRef<Shortcut[]>([])
export const helpOpen = ref(false)
let pending = ''
let pendingTimer: ReturnType<typeof setTimeout> | undefined

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** A dialog is modal for the keyboard, too. (What is fixed has no offsetParent, but it has a place when it is shown.) */
function dialogOpen(): boolean {
  return [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].some(
    (dialog) => dialog.getClientRects().length > 0 && !dialog.closest('[data-keys="page"]'),
  )
}

/** Enter belongs to the button or link it is pressed on. */
function pressing(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && event.target instanceof Element && event.target.closest('button, a, summary, [role="grid"]') !== null
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || pressing(event) || dialogOpen()) return
  const pressed = pending ? `${pending} ${event.key}` : event.key
  const hit = shortcuts.value.findLast((s) => s.keys === pressed)
  clearTimeout(pendingTimer)
  pending = ''
  if (hit) {
    event.preventDefault()
    hit.run()
  } else if (shortcuts.value.some((s) => s.keys.startsWith(`${pressed} `))) {
    pending = pressed
    pendingTimer = setTimeout(() => (pending = ''), 1000)
  }
}
document.addEventListener('keydown', onKey)

export function useShortcuts(mine: Shortcut[]): void {
  shortcuts.value = [...shortcuts.value, ...mine]
  onScopeDispose(() => (shortcuts.value = shortcuts.value.filter((s) => !mine.includes(s))))
}
