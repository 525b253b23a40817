import type { PhoneNumber } from '#kernel/phone-number.ts'
import type { ContactEvent } from './events.ts'

/**
 * Nothing personal in the clear, as far as a compiler can see to it: no `data` of the vocabulary holds a telephone number,
 * and no word that is personal in one event (`text`, `heard`, `name`, `matter` ...) is a key in the clear of any, at any
 * depth. A new event that breaks this does not compile. (`note` is the exception: a `Reason` carries one, written by us.)
 */

type KeysOfUnion<Union> = Union extends unknown ? keyof Union : never

type PersonalKey = Exclude<KeysOfUnion<Extract<ContactEvent, { readonly personal: unknown }>['personal']>, 'note'>

/** The keys under which `Value` would carry something personal; `never` when it is fit to be kept in the clear. */
export type PersonalKeysIn<Value> = Value extends PhoneNumber
  ? 'a telephone number'
  : Value extends string | number | boolean | undefined | null
    ? never
    : Value extends readonly (infer Item)[]
      ? PersonalKeysIn<Item>
      : string extends keyof Value
        ? PersonalKeysIn<Value[keyof Value]>
        : { [Key in keyof Value]-?: Key extends PersonalKey ? Key : PersonalKeysIn<Value[Key]> }[keyof Value]

type MustBeNever<Found extends never> = Found

/**
 * An event that is fit to be kept: the only kind that is sealed and written. The compiler refuses this line, naming the key, when an
 * event of the vocabulary would keep something personal in the clear.
 */
export type KeepableEvent = [MustBeNever<PersonalKeysIn<ContactEvent['data']>>] extends [never] ? ContactEvent : never
