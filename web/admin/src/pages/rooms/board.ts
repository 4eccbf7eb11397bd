/** What a room is tonight: every state that holds, for the filters, and the one that colours its tile. */
import type { BoardRoom } from '../../core/types'

export const roomStates = ['clean', 'dirty', 'arriving', 'occupied', 'due_out', 'owing', 'closed'] as const
export type RoomState = (typeof roomStates)[number]

export function isArriving(room: BoardRoom, businessDate: string): boolean {
  return !!room.next && room.next.arrival <= businessDate
}

export function statesOf(room: BoardRoom, businessDate: string): RoomState[] {
  const vacant = !room.stay && !room.closed
  const holds: Record<RoomState, boolean> = {
    clean: vacant && room.cleanliness !== 'dirty',
    dirty: vacant && room.cleanliness === 'dirty',
    arriving: isArriving(room, businessDate),
    occupied: !!room.stay,
    due_out: room.due_out,
    owing: room.owing_fen > 0,
    closed: !!room.closed,
  }
  return roomStates.filter((state) => holds[state])
}

/* What asks for more attention comes first. */
const loudest: RoomState[] = ['owing', 'due_out', 'occupied', 'closed', 'arriving', 'dirty', 'clean']

export function stateOf(room: BoardRoom, businessDate: string): RoomState {
  const states = statesOf(room, businessDate)
  return loudest.find((state) => states.includes(state)) ?? 'clean'
}
