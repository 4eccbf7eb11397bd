/** The shapes in styles/icons.scss. */
export type IconName =
  | 'back' | 'next' | 'close' | 'plus' | 'minus' | 'check' | 'home' | 'orders' | 'me' | 'search' | 'place'
  | 'near' | 'calendar' | 'guests' | 'phone' | 'coupon' | 'bell' | 'offline' | 'bed' | 'area' | 'cup'
  | 'clock' | 'globe' | 'edit' | 'exit' | 'sort' | 'filter' | 'help' | 'shield'
