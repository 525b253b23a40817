export { prepare, type PreparedPlaybook } from './prepare.ts'
export type { DateSpan, Guess, Hit, Proposal, Reading, TimeSpan } from './proposal.ts'
export type { SpokenOption, TurnContext } from './asked.ts'
export { understand } from './understand.ts'
