import type { Clock, DayPart } from '../moment/forms.ts'

/** Where the parts of the day lie. Danish "morgen" ends where "formiddag" begins; the English morning holds both. */
export const DAY_PARTS: Readonly<Record<DayPart, { readonly from: string; readonly to: string; readonly half: 'am' | 'pm' }>> = {
  dawn: { from: '06:00', to: '09:00', half: 'am' },
  opening: { from: '08:00', to: '10:00', half: 'am' },
  morning: { from: '08:00', to: '12:00', half: 'am' },
  forenoon: { from: '09:00', to: '12:00', half: 'am' },
  midday: { from: '11:30', to: '13:30', half: 'pm' },
  afternoon: { from: '12:00', to: '18:00', half: 'pm' },
  'late-afternoon': { from: '15:00', to: '18:00', half: 'pm' },
  evening: { from: '18:00', to: '22:00', half: 'pm' },
  night: { from: '22:00', to: '24:00', half: 'pm' },
}

/** A bare time said with a part of the day is the one that lies in it: "eight" in the evening is 20:00. */
export const inDayPart = (clock: Clock, part: DayPart): Clock => {
  if (clock.as === 'said' || clock.hour > 12) return { ...clock, as: 'said' }
  const hour = clock.hour % 12
  if (part === 'midday') return { ...clock, hour: hour < 9 ? hour + 12 : hour, as: 'said' }
  if (part === 'night') return { ...clock, hour: hour === 0 || hour < 6 ? hour : hour + 12, as: 'said' }
  const late = DAY_PARTS[part].half === 'pm'
  return { ...clock, hour: late ? hour + 12 : clock.hour === 12 ? 12 : hour, as: 'said' }
}
