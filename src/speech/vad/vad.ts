/** Voice activity: is somebody speaking in this sound? One for each call; told every frame in order. */
export interface Vad {
  readonly name: 'silero' | 'energy'
  /** How long it goes on saying so after speech ended, milliseconds. */
  readonly hangMs: number
  /** Takes 20 ms (160 samples at 8 kHz); whether there is speech now. */
  accept(samples: Int16Array): boolean
  close(): void
}
