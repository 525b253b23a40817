/** When the customer would like to come; all given fields hold. Dates are in the business's zone. */
export type TimeWish = {
  /** First and last day, `2026-12-24`. */
  readonly from?: string
  readonly to?: string
  /** `HH:MM` within the day: the appointment starts at or after `earliest` and at or before `latest`. */
  readonly earliest?: string
  readonly latest?: string
  /** Person id. */
  readonly person?: string
}
