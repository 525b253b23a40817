import { Playbook } from '#playbook/core/index.ts'

/** A small practice in Copenhagen, open 08:00-16:30 on weekdays, with Anna and Bo; a test changes what it is about. */
export const practice = (change: Partial<ReturnType<typeof written>> = {}): Playbook => Playbook.parse({ ...written(), ...change })

const written = () => ({
  format: 1,
  identity: { name: 'Harbour Dental', languages: ['en'], timeZone: 'Europe/Copenhagen', country: 'DK' },
  fallbackLanguage: 'en',
  greeting: { en: 'Harbour Dental.' },
  hours: { weekly: weekdays('08:00-16:30'), holidays: 'DK' } as object,
  people: [
    { id: 'anna', name: 'Anna' },
    { id: 'bo', name: 'Bo' },
  ] as readonly object[],
  services: [
    { id: 'check-up', name: { en: 'Check-up' }, minutes: 30, buffer: { before: 5, after: 10 }, people: ['anna', 'bo'] },
  ] as readonly object[],
  booking: { leadMinutes: 120, horizonDays: 60, gridMinutes: 15 },
  callTypes: [{ id: 'booking', name: { en: 'Booking' }, becomes: 'book' }],
  escalation: { owner: 'anna' },
  emergency: { say: { en: 'Call the emergency number.' } },
})

export const weekdays = (...spans: readonly string[]): object => ({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
})

/** The practice in another zone, with nothing known about holidays. */
export const practiceIn = (timeZone: string, change: Parameters<typeof practice>[0] = {}): Playbook =>
  practice({ identity: { name: 'Practice', languages: ['en'], timeZone, country: 'DK' }, ...change })
