import { MessageChannel } from 'node:worker_threads'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AudioFrame, CallEnd, EncodedClip, SipEndpoint } from '#telephony/index.ts'
import { sounds } from './quiet-detector.ts'
import type { Scenario, Step } from './scenario.ts'

/** What a test caller saw of its call. Milliseconds throughout. */
export type CallReport = {
  readonly answered: boolean
  readonly inviteTo200Ms: number | undefined
  readonly inviteToFirstRtpMs: number | undefined
  /** For each key entry and each spoken turn: from its end to the first sound of the reply. */
  readonly replyMs: readonly number[]
  /** RTP packets of theirs that never came. */
  readonly packetsLost: number
  readonly end: CallEnd
}

export type CallerParts = {
  readonly endpoint: SipEndpoint
  readonly render: (text: string) => Promise<EncodedClip>
  /** Tells what happens, line by line. */
  readonly tell: (line: string) => void
}

/** How long the other side must be quiet before a caller takes the word. */
const POLITE_MS = 900
const GOODBYE_MS = 20_000

/** Places one call by `scenario` and answers when it is over. Rejects with `CallRefused` when nobody picks up. */
export const placeCall = async (target: string, scenario: Scenario, { endpoint, render, tell }: CallerParts): Promise<CallReport> => {
  const call = await endpoint.call(target, scenario.from === undefined ? {} : { fromUser: scenario.from })
  const invited = performance.now()
  let firstRtp: number | undefined
  let lastSound: number | undefined
  let awaitingReplySince: number | undefined
  const replyMs: number[] = []
  let end: CallEnd | undefined
  const ended = new Promise<CallEnd>((resolve) => call.on('ended', resolve))
  void ended.then((how) => {
    end = how
  })

  call.media.on('latched', () => {
    firstRtp ??= performance.now() - invited
  })
  const { port1, port2 } = new MessageChannel()
  port2.on('message', ({ peer }: AudioFrame) => {
    if (!sounds(peer)) return
    lastSound = performance.now()
    if (awaitingReplySince === undefined) return
    replyMs.push(Math.round(lastSound - awaitingReplySince))
    awaitingReplySince = undefined
  })
  call.media.tap(port1)

  const { inviteTo200Ms } = await call.answered
  tell(`picked up after ${inviteTo200Ms.toFixed(1)} ms`)

  /** True when the other side has spoken since `from` and fallen quiet; false when the call ended or patience did. */
  const theirTurnIsOver = async (from: number): Promise<boolean> => {
    while (end === undefined) {
      const now = performance.now()
      if (lastSound !== undefined && lastSound >= from && now - lastSound >= POLITE_MS) return true
      if (now - Math.max(from, lastSound ?? 0) > scenario.patience * 1_000) return false
      await sleep(20)
    }
    return false
  }

  let since = invited
  const act = async (step: Step): Promise<void> => {
    if ('wait' in step) return sleep(step.wait * 1_000)
    if (step.at === 'quiet') await theirTurnIsOver(since)
    if (end !== undefined) return undefined
    if ('hangup' in step) {
      tell('hangs up')
      return call.hangUp()
    }
    if ('press' in step) {
      tell(`presses ${step.press}`)
      await call.media.sendDigits(step.press)
    } else {
      tell(`says "${step.say}"`)
      await call.media.play(await render(step.say)).ended
    }
    since = performance.now()
    awaitingReplySince = since
    return undefined
  }

  for (const step of scenario.steps) {
    if (end !== undefined) break
    await act(step)
  }
  // The last word is theirs: they say goodbye and hang up, or we do when nothing comes any more.
  const how = await Promise.race([ended, sleep(GOODBYE_MS, undefined, { ref: false })])
  if (how === undefined) call.hangUp()
  port2.close()
  const { packetsLost } = await call.media.statistics()
  return { answered: true, inviteTo200Ms, inviteToFirstRtpMs: firstRtp, replyMs, packetsLost, end: await ended }
}
