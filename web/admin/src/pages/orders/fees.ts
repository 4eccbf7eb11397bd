/** What coming early or leaving late is asked for by the branch's hours: charged, or let go with a reason. */
import { computed, ref, watch, type Ref } from 'vue'
import { api } from '../../core/api'
import { useLoad } from '../../core/calls'
import type { Stay } from '../../core/types'
import type { Step } from './settle'

export function useStayFees(stays: Readonly<Ref<Stay[]>>, code: 'early_in' | 'late_out') {
  const charges = ref(true)
  const reason = ref('')
  const asked = useLoad((signal) => Promise.all(stays.value.map(async (stay) => {
    const fees = await api.get('/api/v1/admin/stays/{id}/fees', { path: { id: stay.id }, signal })
    return { stay, amount: fees[`${code}_fen`] }
  })))
  const due = computed(() => (asked.data.value ?? []).filter((fee) => fee.amount > 0))
  const amount = computed(() => due.value.reduce((sum, fee) => sum + fee.amount, 0))
  const charged = computed(() => (charges.value ? amount.value : 0))
  const lacking = computed(() => amount.value > 0 && !charges.value && !reason.value.trim())
  let looking: Promise<unknown> = Promise.resolve()
  const look = () => (looking = asked.load())
  watch(() => stays.value.map((stay) => stay.id).join(), look, { immediate: true })

  function steps(): Step[] {
    return due.value.map(({ stay, amount }): Step => charges.value
      ? { step: 'charge', amount, work: (key) => api.post('/api/v1/admin/accounts/{id}/charges',
          { path: { id: stay.account_id }, body: { code, unit_fen: amount }, key }) }
      : { step: 'waive', amount: 0, work: (key) => api.post('/api/v1/admin/stays/{id}/waive',
          { path: { id: stay.id }, body: { code, reason: reason.value }, key }) })
  }
  /** What a retry has to repeat as it was. */
  const said = () => [charged.value, reason.value]
  /** Once the server has said what is due. */
  const known = () => looking
  return { code, amount, charges, charged, reason, lacking, steps, said, look, known }
}
export type StayFees = ReturnType<typeof useStayFees>
