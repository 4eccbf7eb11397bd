/**
 * Whether somebody has changed a form: what its fields show now against what they showed before he first touched it. What
 * the page itself fills in before that, or while nobody touches it, is no change.
 */
import type { Ref } from 'vue'

const FIELDS = 'input, textarea, img, [aria-pressed], .el-select__selection'

function shown(field: Element): unknown {
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) return field.checked
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field.value
  return field.getAttribute('src') ?? field.getAttribute('aria-pressed') ?? field.textContent
}

export function useDraft(form: Ref<{ $el: HTMLElement } | undefined>) {
  let before: string | undefined

  function held(): string {
    return JSON.stringify([...(form.value?.$el.querySelectorAll(FIELDS) ?? [])].map(shown))
  }
  /** On the way to a field, ahead of what it does there. */
  function touched(event: Event): void {
    if (event instanceof KeyboardEvent && /^(Tab|Shift|Escape)$/.test(event.key)) return
    before ??= event.type === 'input' ? '' : held()
  }
  return { touched, changed: () => before !== undefined && before !== held() }
}
