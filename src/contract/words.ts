import { z } from 'zod'

export const Id = z.uuid().meta({ id: 'Id' })

/** A moment, ISO 8601 in UTC: `2026-11-23T08:15:00.000Z`. */
export const Moment = z.iso.datetime().meta({ id: 'Moment' })

export const ChannelName = z.enum(['phone', 'web-call', 'chat', 'email', 'sms'])

export const OutcomeName = z
  .enum(['answered', 'booked', 'routed', 'message-taken', 'escalated', 'logged', 'abandoned', 'spam', 'interrupted'])
  .meta({ id: 'Outcome' })
export type OutcomeName = z.infer<typeof OutcomeName>

export const LanguageName = z.enum(['en', 'da'])
