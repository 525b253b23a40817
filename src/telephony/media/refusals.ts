import { AppError } from '#kernel/app-error.ts'

export class NoMediaPort extends AppError {
  override readonly name = 'NoMediaPort'
  override readonly kind = 'unavailable'
  readonly address: string
  readonly portMin: number
  readonly portMax: number
  constructor(address: string, portMin: number, portMax: number) {
    super(
      `no audio port is free for another call: every even port with its neighbour from ${portMin} to ${portMax} on ${address} is taken; ` +
        'give a wider range, two ports for each call at the same time',
    )
    this.address = address
    this.portMin = portMin
    this.portMax = portMax
  }
}

export class DigitsNotSent extends AppError {
  override readonly name = 'DigitsNotSent'
  override readonly kind: 'invalid' | 'unavailable'
  readonly digits: string
  constructor(digits: string, why: 'not-keys' | 'call-over') {
    super(
      why === 'not-keys'
        ? `"${digits}" cannot be sent as keys; a telephone has 0 to 9, *, # and A to D`
        : `the call ended before the keys "${digits}" had all been sent`,
    )
    this.kind = why === 'not-keys' ? 'invalid' : 'unavailable'
    this.digits = digits
  }
}

export class RecordingFailed extends AppError {
  override readonly name = 'RecordingFailed'
  override readonly kind = 'unavailable'
  readonly file: string
  /** What the system said, e.g. `ENOSPC`; `worker-died`, `call-over` and `too-slow` are our own. */
  readonly code: string
  constructor(file: string, code: string) {
    super(`the recording ${file} is not complete on disk (${code}): ${REMEDY[code] ?? 'check the disk and the rights of its folder'}`)
    this.file = file
    this.code = code
  }
}

const REMEDY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room',
  ENOENT: 'its folder does not exist',
  EACCES: 'this program may not write there',
  EROFS: 'that disk is read-only',
  'too-slow': 'the disk takes less than the call speaks; find out what slows it',
  'worker-died': 'the media worker died; what had been written until then is in the file',
  'call-over': 'the call had ended before it began',
}
