/** Waits until something is so, looking every few milliseconds; fails after `withinMs` (far above what it needs) saying what was waited for. */
export const eventually = async (what: string, isSo: () => boolean, withinMs = 15_000): Promise<void> => {
  const until = Date.now() + withinMs
  while (!isSo()) {
    if (Date.now() > until) throw new Error(`waited ${withinMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
