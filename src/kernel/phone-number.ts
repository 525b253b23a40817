import type { Brand } from './brand.ts'

/** A telephone number in E.164 (ITU-T): `+` and at most 15 digits. Made by `understanding` and `telephony` from what people dial and say. */
export type PhoneNumber = Brand<string, 'PhoneNumber'>

const E164 = /^\+[1-9]\d{1,14}$/

export const isPhoneNumber = (text: string): text is PhoneNumber => E164.test(text)
