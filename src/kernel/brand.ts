declare const brand: unique symbol

/** A value of type `T` that cannot be mistaken for another value of type `T`: made in one place, trusted everywhere else. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
