/**
 * A bar is dragged onto a room, or its right end is pulled to another day, by mouse or pen: a finger scrolls. What moves is
 * moved by its style alone, so that nothing is drawn anew meanwhile; Escape lets go.
 */
import { onScopeDispose, type Ref } from 'vue'

export interface Drag {
  key: string
  pulls: boolean
}
export interface DragTold {
  /** The lane under the pointer has changed; false: the bar can't lie there. */
  over: (drag: Drag, lane: string) => boolean
  dropped: (drag: Drag, lane: string) => void
  /** Whole columns by which the end is being pulled, and was; the first may be held back. */
  pulling: (drag: Drag, columns: number) => number
  pulled: (drag: Drag, columns: number) => void
}

const SLACK = 5
const EDGE = 40
const HEAD = 46

export function useDrag(box: Ref<HTMLElement | undefined>, days: () => number, told: DragTold) {
  let end: (() => void) | null = null
  let swallow = false

  function begin(event: PointerEvent): void {
    const bar = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-bar]') : null
    if (!bar || !box.value || event.button !== 0 || event.pointerType === 'touch') return
    const pulls = event.target instanceof Element && !!event.target.closest('.pull')
    if (!pulls && !bar.dataset['movable']) return
    follow(event, bar, { key: bar.dataset['bar'] ?? '', pulls }, box.value)
  }

  function follow(first: PointerEvent, bar: HTMLElement, drag: Drag, scroller: HTMLElement): void {
    const [left, top] = [scroller.scrollLeft, scroller.scrollTop]
    const column = (bar.parentElement?.clientWidth ?? 0) / days()
    const [width, styled] = [bar.offsetWidth, bar.style.width]
    let [x, y, moving, columns] = [first.clientX, first.clientY, false, 0]
    let lane: HTMLElement | null = null

    function enter(next: HTMLElement | null): void {
      if (next === lane) return
      lane?.classList.remove('over', 'clash')
      lane = next
      if (lane) lane.classList.add(told.over(drag, lane.dataset['lane'] ?? '') ? 'over' : 'clash')
    }
    function draw(): void {
      const dx = x - first.clientX + scroller.scrollLeft - left
      const dy = y - first.clientY + scroller.scrollTop - top
      if (!moving && Math.hypot(dx, dy) < SLACK) return
      if (!moving) bar.classList.add('held')
      moving = true
      if (drag.pulls) {
        columns = told.pulling(drag, Math.round(dx / column))
        bar.style.width = `${width + columns * column}px`
        return
      }
      bar.style.transform = `translateY(${dy}px)`
      enter(document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-lane]') ?? null)
    }
    function move(event: PointerEvent): void {
      ;[x, y] = [event.clientX, event.clientY]
      draw()
    }
    /* The nearer to the edge, the faster. */
    const edge = setInterval(() => {
      const { top: high, bottom: low } = scroller.getBoundingClientRect()
      const beyond = Math.max(0, y - Math.min(low, innerHeight) + EDGE) - Math.max(0, high + HEAD + EDGE - y)
      if (!moving || drag.pulls || !beyond) return
      scroller.scrollBy(0, beyond)
      draw()
    }, 30)
    function drop(): void {
      const [target, was] = [lane?.dataset['lane'], moving]
      end?.()
      if (!was) return
      swallow = true
      setTimeout(() => (swallow = false))
      if (drag.pulls && columns) told.pulled(drag, columns)
      else if (!drag.pulls && target) told.dropped(drag, target)
    }
    function escape(event: KeyboardEvent): void {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      end?.()
    }
    const cancel = () => end?.()
    end?.()
    addEventListener('pointermove', move)
    addEventListener('pointerup', drop)
    addEventListener('pointercancel', cancel)
    addEventListener('keydown', escape, true)
    end = () => {
      clearInterval(edge)
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', drop)
      removeEventListener('pointercancel', cancel)
      removeEventListener('keydown', escape, true)
      enter(null)
      bar.classList.remove('held')
      bar.style.transform = ''
      bar.style.width = styled
      end = null
    }
  }

  /** The click that ends a drag opens nothing. */
  function click(event: Event): void {
    if (swallow) event.stopPropagation()
  }
  onScopeDispose(() => end?.())
  return { begin, click }
}
