export type {
  Channel,
  ContactEvent,
  FirstLineEvent,
  Handler,
  HandlingEvent,
  KeptEvent,
  OfferedTime,
  Outcome,
  Reason,
  RecordedEvent,
} from './events.ts'
export { type Decision, decisionsOf } from './decisions.ts'
export { type FollowUp, type FollowUpKind, followUpsOf, isOverdue } from './follow-ups.ts'
export { ContactEnded, mayFollow } from './may-follow.ts'
export { redactText } from './redact.ts'
export { type ContactSummary, summarise } from './summarise.ts'
export { type Timings, timingsOf } from './timings.ts'
export { type TranscriptLine, transcriptOf } from './transcript.ts'
