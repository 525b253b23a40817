/**
 * Steps the brain takes that no other event tells, kept as `understood.what`. Each is one word, or one word about a slot.
 * They carry nothing personal.
 */
export type Step =
  /** What the contact is after from here on. `none`: settled, or taken back; what belonged to it is no longer known. */
  | 'wish:book'
  | 'wish:message'
  | 'wish:none'
  /** The calendar is being asked. */
  | 'times-wanted'
  | 'times-later'
  | 'times-earlier'
  /** The calendar's answer had nothing to offer, or came too late to matter. */
  | 'times-none'
  /** The next part of a long list is to be read out. */
  | 'more-options'
  /** The caller has nothing for this slot, or could not be understood about it: not asked again. */
  | `declined:${string}`
  | `recording:${string}`
  | 'recording-none'
  | 'left:caller'
  | 'left:network'
  | 'left:stopping'
  /** The caller asked to hear it again. */
  | 'said-again'
  /** A message was begun and not a word of it came: all there is to pass on is that somebody called. */
  | 'nothing-said'
  | 'answered'
  | 'not-answered'
  | 'noted'
  | 'spam'
  | 'no-spam'
