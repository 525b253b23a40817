export {
  type Hours,
  type Person,
  Playbook,
  type Problem,
  readPlaybook,
  type ReadPlaybook,
  type Service,
  type WeeklyHours,
  type Wording,
} from './core/index.ts'
