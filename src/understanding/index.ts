export {
  type DateSpan,
  type Guess,
  type Hit,
  prepare,
  type PreparedPlaybook,
  type Proposal,
  type Reading,
  type SpokenOption,
  type TimeSpan,
  type TurnContext,
  understand,
} from './core/index.ts'
