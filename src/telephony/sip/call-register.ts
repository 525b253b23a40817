import { type SipRequest, tagOf } from '../core/message/message.ts'
import type { LiveCall } from './live-call.ts'

/** Every call there is: the living, and those whose last words are still on the wire. */
export class CallRegister {
  readonly #byDialog = new Map<string, LiveCall>()
  readonly #byInvite = new Map<string, LiveCall>()
  readonly #living = new Set<LiveCall>()
  #whenEmpty: () => void = () => {}

  get living(): number {
    return this.#living.size
  }

  add(call: LiveCall): void {
    const { dialog, invite } = call.leg
    this.#byDialog.set(dialogKey(dialog.callId, dialog.local.tag), call)
    if (invite !== undefined) this.#byInvite.set(inviteKey(invite), call)
    this.#living.add(call)
  }

  /** The call a request belongs to, by Call-ID and both tags (RFC 3261, section 12). A call we place has no remote tag yet. */
  within(request: SipRequest): LiveCall | undefined {
    const call = this.#byDialog.get(dialogKey(request.callId, tagOf(request.to)))
    return call !== undefined && call.leg.dialog.remote.tag === tagOf(request.from) ? call : undefined
  }

  /** The call that this INVITE began, or began already by another path (RFC 3261, 8.2.2.2). */
  begunBy(invite: SipRequest): LiveCall | undefined {
    return this.#byInvite.get(inviteKey(invite))
  }

  ended(call: LiveCall): void {
    this.#living.delete(call)
  }

  forget(call: LiveCall): void {
    const { dialog, invite } = call.leg
    this.#byDialog.delete(dialogKey(dialog.callId, dialog.local.tag))
    if (invite !== undefined) this.#byInvite.delete(inviteKey(invite))
    this.#living.delete(call)
    if (this.#byDialog.size === 0) this.#whenEmpty()
  }

  everyone(): readonly LiveCall[] {
    return [...this.#byDialog.values()]
  }

  /** Settles when the last call is forgotten. */
  empty(): Promise<void> {
    return this.#byDialog.size === 0 ? Promise.resolve() : new Promise((resolve) => (this.#whenEmpty = resolve))
  }
}

const dialogKey = (callId: string, localTag: string | undefined): string => `${localTag ?? ''} ${callId}`

const inviteKey = (invite: SipRequest): string => `${tagOf(invite.from) ?? ''} ${invite.cseq.number} ${invite.callId}`
