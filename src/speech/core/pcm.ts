/** Linear 16-bit mono samples. */
export type Pcm = { readonly samples: Int16Array; readonly sampleRate: number }
