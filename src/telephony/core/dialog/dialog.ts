import { type Draft, type DraftParts, draftRequest } from '../message/compose-request.ts'
import { all } from '../message/headers.ts'
import { type SipRequest, type SipResponse, tagOf } from '../message/message.ts'
import { byteTextOf } from '../message/bytes.ts'
import { type NameAddr, readNameAddr } from '../message/name-addr.ts'
import { quoted } from '../message/scan.ts'
import { type Uri, bracketed, escapedUser } from '../message/uri.ts'
import type { SocketAddress } from '../negotiated-audio.ts'

/** One end of a dialog: its From/To as written (tag and all) and as read. */
export type DialogEnd = { readonly written: string; readonly read: NameAddr; readonly tag: string | undefined }

/** The state two user agents share (RFC 3261, section 12). */
export type Dialog = {
  readonly callId: string
  readonly local: DialogEnd
  readonly remote: DialogEnd
  /** Remote target: where the peer's Contact says it is. */
  readonly target: { readonly uri: string; readonly parsed: Uri }
  /** Route set, first hop first. */
  readonly routes: readonly string[]
  readonly localCseq: number
  readonly remoteCseq: number | undefined
}

const writtenOf = (message: SipRequest | SipResponse, name: 'from' | 'to'): string => all(message.headers, name)[0] ?? ''

const contactOf = (message: SipRequest | SipResponse): { readonly uri: string; readonly parsed: Uri } | undefined => {
  const contact = readNameAddr(all(message.headers, 'contact')[0] ?? '')
  return contact === undefined ? undefined : { uri: contact.uri, parsed: contact.parsed }
}

/** RFC 3261, 12.1.1: the dialog of a UAS; the route set is Record-Route in its order. A peer of RFC 2543 has no tag, and perhaps no Contact. */
export const dialogOfInvite = (invite: SipRequest, localTag: string): Dialog => ({
  callId: invite.callId,
  local: { written: `${writtenOf(invite, 'to')};tag=${localTag}`, read: invite.to, tag: localTag },
  remote: { written: writtenOf(invite, 'from'), read: invite.from, tag: tagOf(invite.from) },
  target: contactOf(invite) ?? { uri: invite.from.uri, parsed: invite.from.parsed },
  routes: all(invite.headers, 'record-route'),
  localCseq: 0,
  remoteCseq: invite.cseq.number,
})

export type Placement = {
  readonly callId: string
  readonly localTag: string
  readonly fromUser: string
  readonly displayName: string | undefined
  readonly self: SocketAddress
  readonly target: { readonly uri: string; readonly parsed: Uri }
}

/** What stands for the dialog while a call is placed: no remote tag, no routes, the target as it was dialled (RFC 3261, 8.1.1). */
export const dialogToPlace = ({ callId, localTag, fromUser, displayName, self, target }: Placement): Dialog => {
  const params = new Map<string, string | undefined>()
  const user = escapedUser(byteTextOf(fromUser))
  const uri = `sip:${user}@${bracketed(self.address)}:${self.port}`
  const from: Uri = { kind: 'sip', scheme: 'sip', user, host: self.address, port: self.port, params, headers: undefined }
  const display = displayName === undefined ? '' : `${quoted(byteTextOf(displayName))} `
  return {
    callId,
    local: {
      written: `${display}<${uri}>;tag=${localTag}`,
      read: { display: displayName, uri, parsed: from, params: new Map([['tag', localTag]]) },
      tag: localTag,
    },
    remote: { written: `<${target.uri}>`, read: { display: undefined, uri: target.uri, parsed: target.parsed, params }, tag: undefined },
    target,
    routes: [],
    localCseq: 0,
    remoteCseq: undefined,
  }
}

/** RFC 3261, 12.1.2: the dialog of a UAC, from a 2xx; the route set is Record-Route in reverse. */
export const dialogOfResponse = (placed: Dialog, response: SipResponse): Dialog => ({
  ...placed,
  remote: { written: writtenOf(response, 'to'), read: response.to, tag: tagOf(response.to) },
  target: contactOf(response) ?? placed.target,
  routes: [...all(response.headers, 'record-route')].reverse(),
})

/** RFC 3261, 12.2.2: a re-INVITE or UPDATE (12.2.1.2: its 2xx) moves the remote target to its Contact. */
export const refreshTarget = (dialog: Dialog, message: SipRequest | SipResponse): Dialog => ({
  ...dialog,
  target: contactOf(message) ?? dialog.target,
})

export type Extra = Pick<DraftParts, 'headers' | 'body'>

/**
 * The next request within the dialog (RFC 3261, 12.2.1.1), to the remote target over the route set. A strict router (first
 * route without `lr`) would want the URIs swapped; none is left in use, and the request reaches it either way.
 */
export const requestWithin = (dialog: Dialog, method: string, extra: Extra = {}): { readonly dialog: Dialog; readonly draft: Draft } => {
  const localCseq = dialog.localCseq + 1
  return { dialog: { ...dialog, localCseq }, draft: draft(dialog, method, localCseq, extra) }
}

/** RFC 3261, 13.2.2.4: the ACK of a 2xx is a request of its own, with the number of the INVITE. */
export const ackWithin = (dialog: Dialog, inviteCseq: number, extra: Extra = {}): Draft => draft(dialog, 'ACK', inviteCseq, extra)

const draft = (dialog: Dialog, method: string, cseq: number, extra: Extra): Draft =>
  draftRequest({
    method,
    uri: dialog.target.uri,
    target: dialog.target.parsed,
    from: dialog.local.read,
    to: dialog.remote.read,
    written: { from: dialog.local.written, to: dialog.remote.written },
    callId: dialog.callId,
    cseq,
    routes: dialog.routes,
    ...extra,
  })
