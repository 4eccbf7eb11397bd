/** Starting an act on a stay that a page knows by its numbers: its order is read first, so that the dialog has today's facts. */
import { shallowRef } from 'vue'
import { complain } from '../../core/notify'
import type { Order, Stay } from '../../core/types'
import { orderNow, type StayAct, type Wish } from './stays'

export function useActing() {
  const acting = shallowRef<{ order: Order; stay: Stay; act: StayAct; wish: Wish } | null>(null)

  async function start(orderNo: string, stayId: string, act: StayAct, wish: Wish = {}): Promise<void> {
    try {
      const order = await orderNow(orderNo)
      const stay = order.stays.find((s) => s.id === stayId)
      if (stay) acting.value = { order, stay, act, wish }
    } catch (error) {
      complain(error)
    }
  }
  return { acting, start }
}
