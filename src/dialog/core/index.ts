export { dueAt, opensNext, type Opening, type Openings } from './due-time.ts'
export { dialog, type DialogDecider } from './dialog.ts'
export type {
  DecideContext,
  DialogEffect,
  DialogEvent,
  DialogInput,
  Expectation,
  ExpectedForm,
  Keypad,
  TimeWish,
} from './protocol.ts'
export type { DialogRules, SpokenOption, TurnContext } from './rules.ts'
export type { DialogState } from './state.ts'
