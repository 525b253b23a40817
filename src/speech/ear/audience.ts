import type { EarEvents } from '../door.ts'

type Held = { [Name in keyof EarEvents]: EarEvents[Name][] }

/** Those who want to know what an ear hears. After `silence` nobody is told anything. */
export const audience = (): {
  on<Name extends keyof EarEvents>(name: Name, listener: EarEvents[Name]): void
  tell<Name extends keyof EarEvents>(name: Name, ...facts: Parameters<EarEvents[Name]>): void
  silence(): void
} => {
  const held: Held = { 'speech-started': [], 'false-start': [], 'barge-in': [], turn: [], lost: [] }
  let silent = false
  return {
    on(name, listener) {
      held[name].push(listener)
    },
    tell(name, ...facts) {
      if (silent) return
      for (const listener of held[name]) (listener as (...all: typeof facts) => void)(...facts)
    },
    silence() {
      silent = true
    },
  }
}
