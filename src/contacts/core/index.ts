export type {
  Channel,
  ContactEvent,
  FirstLineEvent,
  Handler,
  HandlingEvent,
  OfferedTime,
  Outcome,
  Reason,
  RecordedEvent,
} from './events.ts'
