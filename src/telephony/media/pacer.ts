import { FRAME_MS } from '../core/audio/g711.ts'

/**
 * The heartbeat of all calls: each gets one tick every 20 ms, on a grid that never drifts because every due time is the last
 * due time plus 20, whatever the clock said when the timer fired.
 *
 * The 20 ms are divided into ten slots of 2 ms. A call joins the emptiest of the slots that come next, so that its first
 * frame leaves within 6 ms and two hundred calls do not all send at once. The timer is
 *
 * - *asleep* while no call has joined;
 * - *waiting* for the nearest due time of a slot with calls in it;
 * - *behind* when the thread or the machine stood still: up to three overdue frames are sent at once, which a peer's jitter
 *   buffer takes; those before them are skipped, that is, RTP time passes without them.
 */
export type Pacer = {
  /** The call's first tick comes within 6 ms. */
  readonly join: (paced: Paced) => void
  readonly leave: (paced: Paced) => void
}

export type Paced = {
  /** One frame's time, that was due at `due` (milliseconds of the pacer's clock). */
  readonly tick: (due: number) => void
  /** So many frames' time has passed in which nothing could be sent. */
  readonly skip: (frames: number) => void
}

const SLOTS = 10
const SLOT_MS = FRAME_MS / SLOTS
const CANDIDATES = 3
const MOST_AT_ONCE = 3
/** Timers have whole milliseconds: half of one early is nearer than half of one late. */
const EARLY_MS = 0.5

type Slot = { readonly members: Set<Paced>; due: number }

/** `now` in milliseconds, monotonic. The timer functions can be replaced by a test's own. */
export const createPacer = (
  now: () => number,
  timer: { readonly set: (run: () => void, ms: number) => unknown; readonly clear: (timer: unknown) => void } = SYSTEM_TIMER,
): Pacer => {
  const origin = now()
  const slots: readonly Slot[] = Array.from({ length: SLOTS }, () => ({ members: new Set(), due: 0 }))
  let armed: unknown
  let armedFor = Infinity

  /** The first time of slot `index` on the grid that is not over at `at`. */
  const dueFrom = (index: number, at: number): number => {
    const offset = origin + index * SLOT_MS
    return offset + Math.max(0, Math.ceil((at - offset) / FRAME_MS)) * FRAME_MS
  }

  const arm = (): void => {
    let next = Infinity
    for (const slot of slots) if (slot.members.size > 0 && slot.due < next) next = slot.due
    if (next === armedFor) return
    if (armed !== undefined) timer.clear(armed)
    armed = undefined
    armedFor = next
    if (next === Infinity) return
    armed = timer.set(run, Math.max(1, Math.floor(next - now())))
  }

  const run = (): void => {
    armed = undefined
    armedFor = Infinity
    for (const slot of slots) {
      if (slot.members.size === 0) continue
      const overdue = Math.floor((now() - slot.due) / FRAME_MS) + 1
      if (overdue > MOST_AT_ONCE) {
        const skipped = overdue - MOST_AT_ONCE
        slot.due += skipped * FRAME_MS
        for (const paced of slot.members) paced.skip(skipped)
      }
      for (let sent = 0; sent < MOST_AT_ONCE && slot.due - EARLY_MS <= now(); sent += 1) {
        const due = slot.due
        slot.due += FRAME_MS
        for (const paced of slot.members) paced.tick(due)
      }
    }
    arm()
  }

  return {
    join: (paced) => {
      const at = now() + EARLY_MS
      const first = Math.ceil((at - origin) / SLOT_MS)
      let chosen = first % SLOTS
      for (let ahead = 1; ahead < CANDIDATES; ahead += 1) {
        const candidate = (first + ahead) % SLOTS
        if ((slots[candidate] as Slot).members.size < (slots[chosen] as Slot).members.size) chosen = candidate
      }
      const slot = slots[chosen] as Slot
      if (slot.members.size === 0) slot.due = dueFrom(chosen, at)
      slot.members.add(paced)
      arm()
    },
    leave: (paced) => {
      for (const slot of slots) slot.members.delete(paced)
      arm()
    },
  }
}

const SYSTEM_TIMER = {
  set: (run: () => void, ms: number): unknown => setTimeout(run, ms),
  clear: (timer: unknown): void => clearTimeout(timer as NodeJS.Timeout),
}
