import { Playbook } from '#playbook/index.ts'
import { prepare, type PreparedPlaybook } from '#understanding/index.ts'

const ZONES: Readonly<Record<string, string>> = { DK: 'Europe/Copenhagen', GB: 'Europe/London', US: 'America/New_York' }

/** A business with nothing in it but a country: values are read by country, zone and language alone. */
export const emptyBusiness = (country: string, timeZone = ZONES[country] ?? 'Europe/Copenhagen'): PreparedPlaybook =>
  prepare(
    Playbook.parse({
      format: 1,
      identity: { name: 'Measured', languages: ['en', 'da'], timeZone, country },
      fallbackLanguage: 'en',
      greeting: { en: 'Hello', da: 'Hej' },
      hours: { weekly: { monday: ['08:00-16:00'] } },
      people: [{ id: 'nobody', name: 'Nobody' }],
      callTypes: [{ id: 'message', name: { en: 'Message', da: 'Besked' }, becomes: 'message' }],
      escalation: { owner: 'nobody' },
      emergency: { say: { en: 'x', da: 'x' } },
    }),
  )
