export type { DecideContext, DialogEffect, DialogEvent, DialogInput, Expectation, ExpectedForm, Keypad, TimeWish } from './protocol.ts'
