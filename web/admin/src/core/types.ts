/** Names for the answers the pages work with. */
import type { Answered, Schemas } from '@shared/client'

export type Branch = Answered<'Branch'>
export type RoomType = Answered<'RoomType'>
export type Room = Answered<'Room'>
export type Night = Answered<'CalendarNight'>
export type PriceRule = Answered<'PriceRule'>
export type Coupon = Answered<'Coupon'>
export type Holder = Answered<'CouponHolder'>
export type Member = Answered<'MemberRecord'>
export type Staff = Answered<'Staff'>
export type ApiToken = Answered<'StaffTokenInfo'>
export type AuditRow = Answered<'AuditRow'>
export type Topic = Answered<'MessageTopic'>
export type Group = Answered<'MessageGroup'>
export type Message = Answered<'Message'>
export type DeadLetter = Answered<'DeadLetter'>
export type Schedule = Answered<'Schedule'>
export type ServerNode = Answered<'Node'>
export type CacheNumbers = Answered<'Cache'>
export type Today = Answered<'Today'>
export type Occupancy = Answered<'Occupancy'>
export type RevenueLine = Answered<'RevenueLine'>
export type OrderEvent = Answered<'OrderEvent'>
export type Order = Answered<'OrderRecord'>
export type BoardRoom = Answered<'BoardRoom'>
export type Stay = Answered<'Stay'>
export type DocumentKind = Stay['guests'][number]['document_kind']
export type DeskMethod = Schemas['DeskPaymentInput']['method']
export type MovePrice = NonNullable<Schemas['StayMoveInput']['price']>
export type OrderStatus = Order['status']
export type Role = Staff['role']
export type RoomStatus = Room['status']
export type Closing = Answered<'Closing'>
export type Cleanliness = Room['cleanliness']
export type CouponInput = Schemas['CouponInput']
