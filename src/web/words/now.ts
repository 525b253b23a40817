import { useEffect, useState } from 'react'

/** The present, every `everyMs`; standing still when `everyMs` is undefined. */
export const useNow = (everyMs: number | undefined): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (everyMs === undefined) return
    const timer = window.setInterval(() => setNow(Date.now()), everyMs)
    return () => window.clearInterval(timer)
  }, [everyMs])
  return now
}
