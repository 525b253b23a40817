import type { Turn } from '../turn.ts'
import { proceedBooking } from './book-time.ts'
import { proceedMessage } from './take-message.ts'

/** Goes on towards what the contact is after, with the next thing that is not known yet. */
export const proceed = (turn: Turn): void => {
  switch (turn.state().wish) {
    case 'book':
      return proceedBooking(turn)
    case 'message':
      return proceedMessage(turn)
    case 'none':
      return turn.ask('menu')
  }
}
