import type { CallEnd } from '../core/call.ts'
import type { CallEvents } from '../door.ts'

type Listeners = { [Name in keyof CallEvents]: Set<CallEvents[Name]> }

/** Who wants to hear of a call. What stays true is told to those who come late: that it is confirmed, and that it has ended. */
export class CallListeners {
  readonly #listeners: Listeners = { confirmed: new Set(), digit: new Set(), hold: new Set(), ended: new Set() }
  readonly #failed: (error: unknown) => void
  #confirmed = false
  #end: CallEnd | undefined

  /** `failed` hears what a listener throws: a call does not end by it. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  on<Name extends keyof CallEvents>(name: Name, listener: CallEvents[Name]): void {
    this.#listeners[name].add(listener)
    if (name === 'confirmed' && this.#confirmed) this.#guard(() => (listener as CallEvents['confirmed'])())
    const end = this.#end
    if (name === 'ended' && end !== undefined) this.#guard(() => (listener as CallEvents['ended'])(end))
  }

  confirmed(): void {
    this.#confirmed = true
    for (const listener of this.#listeners.confirmed) this.#guard(listener)
  }

  digit(...pressed: Parameters<CallEvents['digit']>): void {
    for (const listener of this.#listeners.digit) this.#guard(() => listener(...pressed))
  }

  hold(held: boolean): void {
    for (const listener of this.#listeners.hold) this.#guard(() => listener(held))
  }

  ended(end: CallEnd): void {
    this.#end = end
    for (const listener of this.#listeners.ended) this.#guard(() => listener(end))
  }

  #guard(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#failed(error)
    }
  }
}
