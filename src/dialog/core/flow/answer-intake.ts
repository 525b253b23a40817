import { typedDate } from '../day-wish.ts'
import { intakeAbout } from '../intake.ts'
import type { Reply } from '../reply.ts'
import type { Turn } from '../turn.ts'
import { localDate } from '../wording/say-value.ts'
import { proceed } from './proceed.ts'
import { fill } from './promise.ts'

/** An answer to one of the playbook's own questions, by its kind. What is not required may be declined. */
export const answerIntake = (turn: Turn, about: string, reply: Reply): boolean => {
  const question = intakeAbout(turn.rules, turn.state(), about)
  if (question === undefined) return false
  const { values } = reply.proposal
  const value = valueOf(turn, question.kind, reply)
  if (value !== undefined) {
    fill(turn, about, question.kind, value, { rule: reply.by })
  } else if (!question.required && (values.yesNo.is === 'found' || values.choice.is === 'none')) {
    turn.step(`declined:${about}`, { rule: 'declined' })
  } else {
    return false
  }
  proceed(turn)
  return true
}

const valueOf = (turn: Turn, kind: string, { option, entry, text, by, proposal }: Reply): string | undefined => {
  const { name, phone, email, date, time, number } = proposal.values
  const zone = turn.rules.playbook.identity.timeZone
  switch (kind) {
    case 'yes-no':
      return option === 'yes' || option === 'no' ? option : undefined
    case 'choice':
      return /^choice:(.*)$/.exec(option ?? '')?.[1]
    case 'name':
      return name.is === 'found' ? name.value : undefined
    case 'phone':
      return phone.is === 'found' ? phone.value : undefined
    case 'email':
      return email.is === 'found' ? email.value : undefined
    case 'number':
      return entry ?? (number.is === 'found' ? String(number.value) : undefined)
    case 'date':
      if (entry !== undefined) return typedDate(entry, localDate(turn.now, zone), turn.rules.playbook.identity.country)
      return date.is === 'found' ? (date.value.from === date.value.to ? date.value.from : `${date.value.from}/${date.value.to}`) : undefined
    case 'time':
      if (entry !== undefined) return /^([01]\d|2[0-3])[0-5]\d$/.test(entry) ? `${entry.slice(0, 2)}:${entry.slice(2)}` : undefined
      return time.is === 'found' ? (time.value.from ?? time.value.to) : undefined
    default:
      return by === 'words' && text.trim() !== '' ? text.trim() : undefined
  }
}
