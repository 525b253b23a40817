import { setTimeout as sleep } from 'node:timers/promises'
import type { Bookings } from '#booking/index.ts'
import type { Outcome } from '#contacts/core/index.ts'
import type { Contacts, OpenedEvent, Recordings } from '#contacts/index.ts'
import type { DialogInput } from '#dialog/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { type ContactId, newId, type RecordingId } from '#kernel/ids.ts'
import { SECOND } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { Random } from '#kernel/random.ts'
import type { Log } from '#platform/log/log.ts'
import type { Recogniser } from '#speech/index.ts'
import type { CallEnd, EncodedClip, IncomingCall, PeerRecording } from '#telephony/index.ts'
import { openAttention } from './attention.ts'
import { openConversation } from './conversation.ts'
import type { CalledLine } from './line-directory.ts'
import { CANNOT_TAKE_ANYTHING_DOWN, ONE_MOMENT, type OwnWords } from './own-words.ts'
import { openSpeaker } from './speaker.ts'
import { RECORDING_TONE } from './tones.ts'

/** What a call needs of the house. */
export type PhoneParts = {
  readonly contacts: Contacts
  readonly recordings: Recordings
  readonly bookings: Bookings
  /** Undefined where none is installed: callers are served by keypad. */
  readonly recogniser: Recogniser | undefined
  /** Ears that calls have been promised and not yet asked for: who arrives at the same moment is not promised them again. */
  readonly ears: { promised: number }
  readonly render: (text: string, language: Language) => Promise<EncodedClip>
  readonly clock: Clock
  readonly random: Random
  readonly node: string
  readonly log: Log
}

export interface PhoneCall {
  readonly contact: ContactId
  /** The program is being stopped: the caller hears a sentence, then the call ends. */
  stop(): void
  /** Settles when the contact's end is stored and the call is down; undefined when it could not be stored. Never rejects. */
  readonly done: Promise<Outcome | undefined>
}

/** Silence of ours never lasts over 2 s: by then the caller is told to wait. */
const WAITING_WORDS_AFTER_MS = 1_500
/** When the greeting has been sounding for so long, an ear is asked for. */
const EAR_AFTER_MS = 250
/** The last words are out by then, or never will be. */
const LEAVE_WITHIN_MS = 15_000
/** Nobody says anything after the tone. */
const MESSAGE_PATIENCE_MS = 8 * SECOND

/** Utterance number of words that are the line's own and stand in no transcript. */
const OWN_WORDS = -1

/**
 * A telephone call, from ringing to its end. Story:
 *
 * `talking`: the caller is asked, or our answer is on its way (see `Attention`). If it takes long, they are told to wait.
 * `recording`: a message is spoken; it ends by a pause, a key, or its length.
 * `leaving`: the last words are sounding; then we hang up.
 * `gone`: the call is down; what is still owed to the record is finished.
 */
export const servePhoneCall = (call: IncomingCall, line: CalledLine, parts: PhoneParts): PhoneCall => {
  const { clock, random, recordings, recogniser } = parts
  const arrivedAt = clock.now()
  const contact = newId<ContactId>(arrivedAt, random)
  const log = parts.log.child({ contact, sipCallId: call.sipCallId })

  let mode: 'talking' | 'recording' | 'leaving' | 'gone' = 'talking'
  let language: Language = line.rules.playbook.fallbackLanguage
  let message: PeerRecording | undefined
  let turnEndedAt: number | undefined
  let waitingTimer: NodeJS.Timeout | undefined
  let leaveTimer: NodeJS.Timeout | undefined

  const writer = parts.contacts.begin({ business: line.business, contact, opened: openedEvent(call, line, parts.node) }, arrivedAt)

  const speaker = openSpeaker({
    media: call.media,
    render: parts.render,
    log,
    onFirstSound: () => {
      clearTimeout(waitingTimer)
      if (turnEndedAt === undefined) return
      conversation.note({ type: 'measured', data: { replyMs: Math.round(performance.now() - turnEndedAt) } })
      turnEndedAt = undefined
    },
    onSpoken: (utterance, completed, heard) => {
      if (utterance !== OWN_WORDS) conversation.give({ type: 'spoken', utterance, completed, heard })
    },
  })

  const sayOwn = (words: OwnWords): void => speaker.say({ utterance: OWN_WORDS, text: words[language], language })

  /** The other side's turn is over: it goes to the dialog, and our reply is on its way. */
  const take = async (input: DialogInput): Promise<void> => {
    attention.rest()
    clearTimeout(waitingTimer)
    if (mode !== 'gone') {
      mode = 'talking'
      turnEndedAt = performance.now()
      waitingTimer = setTimeout(() => {
        if (mode === 'talking' && !attention.asked && !speaker.speaking) sayOwn(ONE_MOMENT)
      }, WAITING_WORDS_AFTER_MS)
    }
    // How much of our words was heard is told before the turn that ended them.
    await speaker.silence()
    conversation.give(input)
  }

  const attention = openAttention({
    speaker,
    clock,
    takesOpenSpeech: recogniser?.takesOpenSpeech ?? false,
    onAnswer: (answer) => void take(answer),
    onDeaf: () => conversation.give({ type: 'hearing-lost' }),
  })

  call.on('digit', (digit) => {
    if (mode === 'recording') message?.stop()
    else if (mode === 'talking') attention.press(digit)
  })

  const record = async ({ maximumSeconds, silenceSeconds }: { maximumSeconds: number; silenceSeconds: number }): Promise<void> => {
    const recording = newId<RecordingId>(clock.now(), random)
    const until = { maximumMs: maximumSeconds * SECOND, pauseMs: silenceSeconds * SECOND, patienceMs: MESSAGE_PATIENCE_MS }
    try {
      message = await call.media.recordPeer(recordings.draft(contact, recording), until)
      const { durationMs, speechMs } = await message.ended
      await recordings.keep(writer, recording)
      conversation.note({ type: 'recording-kept', data: { recording, kind: 'message', durationMs } })
      await take({ type: 'recorded', recording, durationMs, speechMs })
    } catch (error) {
      log.error({ err: error }, 'a message could not be recorded')
      await take({ type: 'recording-failed' })
    } finally {
      message = undefined
    }
  }

  /** Hangs up when the last words have sounded. */
  const leave = (): void => {
    if (mode === 'gone') return
    mode = 'leaving'
    attention.rest()
    clearTimeout(waitingTimer)
    speaker.whenQuiet(() => call.hangUp())
    leaveTimer = setTimeout(() => call.hangUp(), LEAVE_WITHIN_MS)
  }

  const conversation = openConversation({
    business: line.business,
    rules: line.rules,
    writer,
    bookings: parts.bookings,
    clock,
    random,
    log,
    channel: {
      say(utterance) {
        if (mode === 'gone') return
        language = utterance.language
        speaker.say(utterance)
      },
      listen({ expect }) {
        if (mode === 'talking') attention.ask(expect, language)
      },
      record(limits) {
        if (mode === 'gone') return conversation.give({ type: 'recording-failed' })
        speaker.sound(RECORDING_TONE)
        return speaker.whenQuiet(() => {
          if (mode === 'gone') return conversation.give({ type: 'recording-failed' })
          mode = 'recording'
          clearTimeout(waitingTimer)
          return void record(limits)
        })
      },
      end() {
        leave()
      },
      giveUp() {
        if (mode === 'gone') return
        void speaker.silence()
        sayOwn(CANNOT_TAKE_ANYTHING_DOWN)
        leave()
      },
    },
  })

  const down = Promise.withResolvers<void>()
  call.on('ended', (end) => {
    mode = 'gone'
    attention.close()
    clearTimeout(waitingTimer)
    clearTimeout(leaveTimer)
    void speaker.silence()
    message?.stop()
    conversation.give({ type: 'hung-up', by: leftByThemselves(end) ? 'caller' : 'network' })
    down.resolve()
  })

  const begin = async (): Promise<void> => {
    const { ears } = parts
    const hearing =
      recogniser !== undefined && recogniser.languages.includes(language) && recogniser.inUse + ears.promised < recogniser.capacity
    if (hearing) ears.promised += 1
    call.answer()
    conversation.note({ type: 'picked-up', data: { afterMs: clock.now() - arrivedAt } })
    const hears = recogniser?.takesOpenSpeech ? 'open' : 'grammar'
    conversation.give({
      type: 'arrived',
      channel: 'phone',
      number: call.caller.number,
      hears: hearing ? hears : 'nothing',
      language: undefined,
    })
    if (!hearing) return
    // Others may be ringing: an ear is heavy to make, and nobody speaks before the greeting has begun.
    await sleep(EAR_AFTER_MS)
    const asked = isGone() ? undefined : recogniser.ear(language)
    ears.promised -= 1
    if (asked === undefined) return
    const ear = await asked.catch((error: unknown) => {
      log.error({ err: error }, 'the recogniser gave no ear')
      return undefined
    })
    if (ear === undefined) return conversation.give({ type: 'hearing-lost' })
    if (isGone()) return ear.close()
    call.media.tap(ear.audio)
    attention.hearWith(ear)
  }

  /** Asked after a wait, during which the call may have ended. */
  const isGone = (): boolean => mode === 'gone'

  const finish = async (): Promise<Outcome | undefined> => {
    try {
      const outcome = await conversation.ended
      await down.promise
      const { pacerLatenessMs, ...audio } = await call.media.statistics()
      const figures = { ...audio, firstPacketMs: audio.firstPacketMs ?? -1, pacerLatenessP99Ms: pacerLatenessMs.p99 }
      await writer.append([{ type: 'measured', data: figures }], clock.now())
      log.info({ outcome, ...figures }, 'contact ended')
      return outcome
    } catch (error) {
      log.error({ err: error }, 'the contact could not be kept to its end')
      return undefined
    }
  }

  void begin()
  return {
    contact,
    stop() {
      message?.stop()
      if (mode !== 'gone' && mode !== 'leaving') void take({ type: 'stopping' })
    },
    done: finish(),
  }
}

const openedEvent = ({ caller }: IncomingCall, line: CalledLine, node: string): OpenedEvent => ({
  type: 'opened',
  data: {
    channel: 'phone',
    direction: 'inbound',
    line: line.line,
    playbookVersion: line.playbookVersion,
    handler: { kind: 'first-line' },
    node,
  },
  personal: {
    ...(caller.number === undefined ? {} : { number: caller.number }),
    ...(caller.displayName === undefined ? {} : { displayName: caller.displayName }),
    ...(caller.divertedFrom === undefined ? {} : { divertedFrom: caller.divertedFrom }),
  },
})

/** The caller's own going, or ours after the last words; everything else happened to them. */
const leftByThemselves = (end: CallEnd): boolean => end.by === 'caller' || (end.by === 'us' && end.why === 'hung-up')
