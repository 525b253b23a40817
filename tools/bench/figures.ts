/** The value below which `share` (0 to 1) of `values` lie, by nearest rank; NaN for none. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** To a tenth: what these clocks are good for. */
export const tenth = (value: number): number => Math.round(value * 10) / 10
