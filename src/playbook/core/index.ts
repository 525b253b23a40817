export { Playbook, type Hours, type Person, type Service, type WeeklyHours, type Wording } from './schema.ts'
export type { CallType, Example, IntakeQuestion, KnowledgeArticle } from './schema.ts'
