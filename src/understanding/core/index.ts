export type { DateSpan, Guess, Hit, Proposal, Reading, TimeSpan } from './proposal.ts'
