export type { Problem } from './problem.ts'
export { readPlaybook, type ReadPlaybook } from './read-playbook.ts'
export {
  Playbook,
  type CallType,
  type Example,
  type Hours,
  type IntakeQuestion,
  type KnowledgeArticle,
  type Person,
  type Service,
  type WeeklyHours,
  type Wording,
} from './schema.ts'
