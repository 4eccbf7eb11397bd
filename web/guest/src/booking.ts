/** One booking on its way: quote, coupon, submission. The page shows it. */
import { reactive, ref, watch } from 'vue'
import { newKey, Refusal, type Answered } from '@shared/client'
import { loadAbout, welcomed } from './about'
import { api } from './api'
import { keepGuest, keptGuests, type Contact } from './guests'
import { asMember, markFields, useAction, useLoad } from './load'
import { keep, kept } from './platform/storage'
import type { Order } from './order'
import { session } from './session'
import { dates, trip } from './trip'

const COUPON_ARRIVES_MS = 1000

/** What is typed for one stay survives a change of room or dates and a reload, and ends with the booking. */
const BLANK = { arrivalTime: '', remark: '' }

/** undefined: the best one; null: none. */
type CouponChoice = string | null | undefined

export function useBooking(roomTypeId: () => string, branchId: () => string, booked: (order: Order) => void) {
  const contact = kept<Contact>('contact', { name: '', phone: '' })
  const form = reactive({ ...contact, ...kept('draft', BLANK) })
  watch(form, ({ name, phone, arrivalTime, remark }) => {
    keep('contact', { name, phone })
    keep('draft', { arrivalTime, remark })
  })
  /* The number that the guest has just proved need not be typed again. */
  watch(
    () => session.member?.phone,
    (phone) => {
      form.phone ||= phone ?? ''
    },
    { immediate: true },
  )
  /* The people the member books for; without them the form is what it was. */
  const frequent = useLoad(asMember(keptGuests))
  const keeping = ref(false)
  const errors = ref<Record<string, string>>({})
  const choice = ref<CouponChoice>(undefined)
  /** What stands in the way of the booking, with the amount the guest had seen. */
  const hurdle = ref<{ code: 'price_changed' | 'sold_out'; before: number } | null>(null)

  const stay = () => ({ room_type_id: roomTypeId(), ...dates(), rooms: trip.rooms })

  /* The welcome coupon is granted by a message, a moment after the first login: it is worth one more look. */
  let waited = false
  async function quoteWithWelcome(): Promise<Answered<'Quote'>> {
    const first = await api.post('/api/v1/quotes', { body: stay() })
    await loadAbout()
    if (first.coupons.length || !welcomed.value || waited) return first
    waited = true
    await new Promise((done) => setTimeout(done, COUPON_ARRIVES_MS))
    return api.post('/api/v1/quotes', { body: stay() })
  }

  async function quoteBest(): Promise<{ quote: Answered<'Quote'>; coupon: string | null }> {
    const plain = await quoteWithWelcome()
    const best = [...plain.coupons].sort((a, b) => b.discount_fen - a.discount_fen)[0]
    const coupon = choice.value === undefined ? (best?.id ?? null) : choice.value
    if (!coupon || !plain.coupons.some(({ id }) => id === coupon)) return { quote: plain, coupon: null }
    return { quote: await api.post('/api/v1/quotes', { body: { ...stay(), coupon_id: coupon } }), coupon }
  }

  const offer = useLoad(asMember(async () => {
    const [branch, priced] = await Promise.all([
      api.get('/api/v1/branches/{id}', { path: { id: branchId() }, query: dates() }),
      quoteBest(),
    ])
    return { branch, room: branch.room_types.find(({ id }) => id === roomTypeId()), ...priced }
  }))

  function chooseCoupon(id: string | null): void {
    choice.value = id
    void offer.load()
  }

  /* The same order tried again is the same order: its key changes only with what is asked for. */
  let asked = { body: '', key: '' }

  async function book(): Promise<void> {
    const { quote, coupon } = offer.data!
    const body = {
      ...stay(),
      guest_name: form.name.trim(),
      guest_phone: form.phone.trim(),
      remark: form.remark.trim() || null,
      coupon_id: coupon,
      payable_fen: quote.payable_fen,
      arrival_time: form.arrivalTime || null,
    }
    const text = JSON.stringify(body)
    if (text !== asked.body) asked = { body: text, key: newKey() }
    errors.value = {}
    const order = await api.post('/api/v1/orders', { body, key: asked.key })
    if (keeping.value) void keepGuest({ name: body.guest_name, phone: body.guest_phone }).catch(() => undefined) // booked is booked
    Object.assign(form, BLANK)
    booked(order)
  }

  function onRefusal(error: unknown): boolean {
    if (!(error instanceof Refusal)) return false
    const { code } = error
    if (code === 'price_changed' || code === 'sold_out') {
      hurdle.value = { code, before: offer.data?.quote.payable_fen ?? 0 }
      asked = { body: '', key: '' }
      if (code === 'price_changed') void offer.load()
      return true
    }
    markFields(errors, error)
    return false
  }

  const submit = useAction(book, onRefusal)
  return reactive({ form, frequent, keeping, errors, offer, hurdle, chooseCoupon, submit })
}
