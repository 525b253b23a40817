import type { Instant } from './instant.ts'

/**
 * A domain as three pure functions. `decide` looks at what has happened and what comes in, and answers with what happens
 * now (events, kept for ever) and what shall be done about it (effects, run after the events are stored). `evolve` folds
 * one event into the state. The same events give the same state, always.
 */
export interface Decider<Rules, State, Input, Event, Effect> {
  readonly initialState: (rules: Rules) => State
  readonly decide: (rules: Rules, state: State, input: Input, now: Instant) => Decision<Event, Effect>
  readonly evolve: (state: State, event: Event) => State
}

export type Decision<Event, Effect> = {
  readonly events: readonly Event[]
  readonly effects: readonly Effect[]
}
