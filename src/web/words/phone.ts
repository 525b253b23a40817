import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** `+45 20 12 34 56`: grouped as its country writes it; what is no number stays as it is. */
export const writeNumber = (number: string): string => parsePhoneNumberFromString(number)?.formatInternational() ?? number
