import type { english } from './english.ts'

type Like<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Like<T[Key]> }

/** The shape every language fills. */
export type Texts = Like<typeof english>
