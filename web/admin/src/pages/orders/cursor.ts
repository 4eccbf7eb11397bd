/** The row that the keys j, k and the action keys mean. */
import { computed, nextTick, ref, type Ref } from 'vue'
import type { Order } from '../../core/types'

export function useCursor(rows: Ref<Order[]>) {
  const orderNo = ref('')
  const index = computed(() => rows.value.findIndex((o) => o.order_no === orderNo.value))
  const current = computed<Order | undefined>(() => rows.value[index.value])

  function go(to: number): Order | undefined {
    const order = rows.value[Math.min(Math.max(to, 0), rows.value.length - 1)]
    if (!order) return undefined
    orderNo.value = order.order_no
    void nextTick(() => document.querySelector('tr.current')?.scrollIntoView({ block: 'nearest' }))
    return order
  }
  return { current, up: () => go(index.value - 1), down: () => go(index.value + 1), set: (no: string) => (orderNo.value = no) }
}
