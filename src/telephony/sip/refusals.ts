import { AppError } from '#kernel/app-error.ts'

/** A call we placed was not answered. */
export class CallRefused extends AppError {
  override readonly name = 'CallRefused'
  override readonly kind = 'unavailable'
  readonly target: string
  /** SIP status of the refusal: 486 busy, 404 no such number, 408 nobody there, 487 hung up by us before ... */
  readonly status: number

  constructor(target: string, status: number) {
    super(`the call to ${target} was refused with SIP status ${status}`)
    this.target = target
    this.status = status
  }
}

/** What was dialled is no address a call can go to. */
export class NotDiallable extends AppError {
  override readonly name = 'NotDiallable'
  override readonly kind = 'invalid'
  readonly target: string

  constructor(target: string) {
    super(`"${target}" cannot be called: a SIP address like sip:100@192.0.2.10:5060 (;transport=tcp) is needed`)
    this.target = target
  }
}

/** We take or place no more calls: too many at once, or about to stop. */
export class NoLineFree extends AppError {
  override readonly name = 'NoLineFree'
  override readonly kind = 'too-many'
  readonly maxCalls: number

  constructor(maxCalls: number) {
    super(`no call can be placed now: ${maxCalls} calls at once are allowed, or the phone is about to stop`)
    this.maxCalls = maxCalls
  }
}

/** A setting names a network that is none. */
export class NotANetwork extends AppError {
  override readonly name = 'NotANetwork'
  override readonly kind = 'invalid'
  readonly text: string

  constructor(text: string) {
    super(`"${text}" is no trusted source: an address like 192.0.2.7 or a network like 10.0.0.0/8 is needed`)
    this.text = text
  }
}
