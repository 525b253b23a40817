/**
 * A Danish CPR number: `ddmmyy-xxxx`, a valid date and four digits (CPR-loven; since 2007 numbers are given out that fail the
 * modulus-11 check, so it is not asked for). 29 February counts in every year that can be a leap year.
 */
export const isCprNumber = (digits: string): boolean => {
  if (!/^\d{10}$/.test(digits)) return false
  const day = Number(digits.slice(0, 2))
  const month = Number(digits.slice(2, 4))
  const year = Number(digits.slice(4, 6))
  const days = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
