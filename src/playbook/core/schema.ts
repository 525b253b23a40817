import { z } from 'zod'

/**
 * The playbook, format 1: what a business writes to say how its first line works. Everything the first line says that is a
 * fact comes from here, from the calendar or from the caller. Kept as YAML; read by `readPlaybook`, which also checks what
 * a schema cannot.
 */

/** Text in each language the business speaks. Which languages must be there is checked against `identity.languages`. */
export const Wording = z.strictObject({ en: z.string().min(1).optional(), da: z.string().min(1).optional() })
export type Wording = z.infer<typeof Wording>

/** Several ways to say one thing, for recognising it. */
export const Phrases = z.strictObject({ en: z.array(z.string().min(1)).optional(), da: z.array(z.string().min(1)).optional() })
export type Phrases = z.infer<typeof Phrases>

const Id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'an id is a lower-case word like "check-up"')
const LanguageName = z.enum(['en', 'da'])
export const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written 2026-12-24')

/** Wall-clock span within a day, `08:00-16:30`, in the business's zone. `24:00` is allowed as an end. */
export const OpenSpan = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'opening hours are written 08:00-16:30')

export const WeeklyHours = z.strictObject({
  monday: z.array(OpenSpan).default([]),
  tuesday: z.array(OpenSpan).default([]),
  wednesday: z.array(OpenSpan).default([]),
  thursday: z.array(OpenSpan).default([]),
  friday: z.array(OpenSpan).default([]),
  saturday: z.array(OpenSpan).default([]),
  sunday: z.array(OpenSpan).default([]),
})
export type WeeklyHours = z.infer<typeof WeeklyHours>

export const HoursException = z.strictObject({ date: IsoDate, open: z.array(OpenSpan), note: z.string().optional() })

export const Hours = z.strictObject({
  weekly: WeeklyHours,
  /** Country (ISO 3166-1 alpha-2) whose public holidays are closed days; absent: none are. */
  holidays: z.string().length(2).optional(),
  exceptions: z.array(HoursException).default([]),
})
export type Hours = z.infer<typeof Hours>

export const Person = z.strictObject({
  id: Id,
  name: z.string().min(1),
  /** When this person takes appointments; absent: whenever the business is open. */
  hours: WeeklyHours.optional(),
})
export type Person = z.infer<typeof Person>

export const Service = z.strictObject({
  id: Id,
  name: Wording,
  /** Words by which callers ask for it. */
  phrases: Phrases.default({}),
  minutes: z.int().min(5).max(480),
  buffer: z.strictObject({ before: z.int().min(0).default(0), after: z.int().min(0).default(0) }).default({ before: 0, after: 0 }),
  /** Ids of the people who may do it, at least one. */
  people: z.array(Id).min(1),
})
export type Service = z.infer<typeof Service>

export const BookingRules = z.strictObject({
  /** No appointment starts sooner than this. */
  leadMinutes: z.int().min(0).default(120),
  horizonDays: z.int().min(1).max(365).default(60),
  /** Appointments start on this grid, counted from the start of the opening span. */
  gridMinutes: z.int().min(5).max(60).default(15),
})
export type BookingRules = z.infer<typeof BookingRules>

export const SLOT_KINDS = ['name', 'phone', 'email', 'text', 'date', 'time', 'yes-no', 'choice', 'number'] as const

/** One intake question: a slot and the words that ask for it. */
export const IntakeQuestion = z.strictObject({
  slot: Id,
  kind: z.enum(SLOT_KINDS),
  ask: Wording,
  required: z.boolean().default(true),
  /** Only kind `choice`. */
  options: z.array(z.strictObject({ value: Id, name: Wording, phrases: Phrases.default({}) })).optional(),
})
export type IntakeQuestion = z.infer<typeof IntakeQuestion>

/** What becomes of a contact of this call type. */
export const BECOMES = ['answer', 'book', 'message', 'callback', 'route', 'escalate', 'log', 'reject'] as const

export const CallType = z.strictObject({
  id: Id,
  name: Wording,
  phrases: Phrases.default({}),
  becomes: z.enum(BECOMES),
  urgent: z.boolean().default(false),
  intake: z.array(IntakeQuestion).default([]),
})
export type CallType = z.infer<typeof CallType>

export const KnowledgeArticle = z.strictObject({
  id: Id,
  title: Wording,
  questions: Phrases,
  /** The approved answer, as it is spoken. */
  answer: Wording,
  owner: z.string().optional(),
  validFrom: IsoDate.optional(),
  validTo: IsoDate.optional(),
  reviewBy: IsoDate.optional(),
})
export type KnowledgeArticle = z.infer<typeof KnowledgeArticle>

export const ProtectedTopic = z.strictObject({
  id: Id,
  name: Wording,
  phrases: Phrases,
  /** What the first line says instead of settling it; a message for a person follows. */
  say: Wording.optional(),
})
export type ProtectedTopic = z.infer<typeof ProtectedTopic>

/** When a person answers what the first line could not: promised to the caller, owed as a follow-up. */
export const Escalation = z.strictObject({
  /** Due time of a follow-up, in minutes of opening hours from the contact's end. */
  normalWithinMinutes: z.int().min(5).default(240),
  urgentWithinMinutes: z.int().min(5).default(30),
  /** Who owns follow-ups until somebody takes them: the id of a person. */
  owner: Id,
  /** Misunderstandings in a row before the first line stops asking and takes a message. */
  attempts: z.int().min(1).max(5).default(3),
})
export type Escalation = z.infer<typeof Escalation>

export const Emergency = z.strictObject({
  /** Words that mean danger to life in this trade, beside the built-in ones. */
  phrases: Phrases.default({}),
  /** Said at once, before language, spam or intake. The national number (112, 911) is put in front by the engine. */
  say: Wording,
})
export type Emergency = z.infer<typeof Emergency>

export const ExampleTurn = z.union([
  z.strictObject({ caller: z.string() }),
  z.strictObject({ keys: z.string() }),
  z.strictObject({ silence: z.number() }),
  z.strictObject({ hangup: z.literal(true) }),
])

/** An example conversation: a test of the playbook by its own author. */
export const Example = z.strictObject({
  name: z.string().min(1),
  language: LanguageName.optional(),
  now: z.string().optional(),
  caller: z.string().optional(),
  turns: z.array(ExampleTurn).min(1),
  expect: z.strictObject({
    outcome: z.string(),
    callType: z.string().optional(),
    article: z.string().optional(),
    slots: z.record(z.string(), z.string()).optional(),
    says: z.array(z.string()).optional(),
  }),
})
export type Example = z.infer<typeof Example>

export const Playbook = z.strictObject({
  format: z.literal(1),
  identity: z.strictObject({
    name: z.string().min(1),
    /** How a voice should say the name, where the spelling misleads it. */
    pronounced: Wording.optional(),
    languages: z.array(LanguageName).min(1),
    timeZone: z.string().min(1),
    /** ISO 3166-1 alpha-2: number plan, holidays, currency, emergency number. */
    country: z.string().length(2),
    phone: z.string().optional(),
    address: z.string().optional(),
  }),
  fallbackLanguage: LanguageName,
  greeting: Wording,
  hours: Hours,
  people: z.array(Person).min(1),
  services: z.array(Service).default([]),
  booking: BookingRules.default({ leadMinutes: 120, horizonDays: 60, gridMinutes: 15 }),
  callTypes: z.array(CallType).min(1),
  knowledge: z.array(KnowledgeArticle).default([]),
  protectedTopics: z.array(ProtectedTopic).default([]),
  escalation: Escalation,
  emergency: Emergency,
  examples: z.array(Example).default([]),
})
export type Playbook = z.infer<typeof Playbook>
