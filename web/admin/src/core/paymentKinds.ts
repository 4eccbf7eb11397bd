/** How money comes and goes, and what follows from each kind; read anew wherever one is chosen. */
import { shallowRef } from 'vue'
import { api } from './api'
import type { PaymentKind, Tender } from './types'

export const paymentKinds = shallowRef<PaymentKind[]>([])

export async function loadPaymentKinds(): Promise<void> {
  paymentKinds.value = (await api.get('/api/v1/admin/payment-kinds')).items
}

/** Undefined for what is none, as a deposit that was used, and while it is not known. */
export function kindOf(code: string | undefined): PaymentKind | undefined {
  return paymentKinds.value.find((k) => k.kind === code)
}

/** What the desk offers; `held`: what may be a deposit of it. */
export function offeredKinds(held: boolean): Tender[] {
  return paymentKinds.value.filter((k) => k.offered && (k.is_money || !held)).map((k) => k.kind)
}
