import type { Bookings } from '#booking/index.ts'
import type { Outcome } from '#contacts/core/index.ts'
import type { Contacts, OpenedEvent, Recordings } from '#contacts/index.ts'
import type { DialogInput, Expectation } from '#dialog/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { type ContactId, newId, type RecordingId } from '#kernel/ids.ts'
import { SECOND } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { Random } from '#kernel/random.ts'
import type { Log } from '#platform/log/log.ts'
import type { Ear, Recogniser } from '#speech/index.ts'
import type { CallEnd, EncodedClip, IncomingCall, PeerRecording } from '#telephony/index.ts'
import { openConversation } from './conversation.ts'
import { expectKeys, idleKeypad, type KeypadStep, pauseOver, pressKey } from './core/keypad-collector.ts'
import { listenFor } from './core/listen-for.ts'
import type { CalledLine } from './line-directory.ts'
import { openSpeaker } from './speaker.ts'
import { RECORDING_TONE } from './tones.ts'

/** What a call needs of the house. */
export type PhoneParts = {
  readonly contacts: Contacts
  readonly recordings: Recordings
  readonly bookings: Bookings
  /** Undefined where none is installed: callers are served by keypad. */
  readonly recogniser: Recogniser | undefined
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
/** The last words are out by then, or never will be. */
const LEAVE_WITHIN_MS = 15_000
/** Nobody says anything after the tone. */
const MESSAGE_PATIENCE_MS = 8 * SECOND

/** Utterance number of words that are the line's own and stand in no transcript. */
const OWN_WORDS = -1
const WAIT: Readonly<Record<Language, string>> = { en: 'One moment, please.', da: 'Et øjeblik.' }
const SORRY: Readonly<Record<Language, string>> = {
  en: 'I am sorry, I cannot take anything down right now. Please call again in a few minutes.',
  da: 'Jeg beklager, jeg kan ikke notere noget lige nu. Ring venligst igen om nogle minutter.',
}

/** Words of the line itself, to be rendered before the first call. */
export const LINE_SPEECH = (['en', 'da'] as const).flatMap((language) => [
  { text: WAIT[language], language },
  { text: SORRY[language], language },
])

/**
 * A telephone call, from ringing to its end. Story of the caller's side:
 *
 * `asked` (`expecting` is set): our words are sounding or have sounded and something is expected. A key, or a turn by voice,
 * answers it; a key stops our words at once, a voice holds them back and stops them when it goes on. When our words are out,
 * patience runs; it ends in a silence.
 * `thinking`: an answer was given and no question stands. Keys are kept ahead. If it takes long, the caller is told to wait.
 * `recording`: a message is spoken; it ends by a pause, a key, or its length.
 * `leaving`: the last words are sounding; then we hang up.
 * `gone`: the call is down; what is still owed to the record is finished.
 */
export const servePhoneCall = (call: IncomingCall, line: CalledLine, parts: PhoneParts): PhoneCall => {
  const { clock, random, recordings } = parts
  const arrivedAt = clock.now()
  const contact = newId<ContactId>(arrivedAt, random)
  const log = parts.log.child({ contact, sipCallId: call.sipCallId })

  let mode: 'asked' | 'thinking' | 'recording' | 'leaving' | 'gone' = 'thinking'
  let expecting: Expectation | undefined
  let keypad = idleKeypad
  let ear: Ear | undefined
  let message: PeerRecording | undefined
  let language: Language = line.rules.playbook.fallbackLanguage
  let turnEndedAt: number | undefined
  let pauseTimer: NodeJS.Timeout | undefined
  let patienceTimer: NodeJS.Timeout | undefined
  let waitingTimer: NodeJS.Timeout | undefined
  let leaveTimer: NodeJS.Timeout | undefined

  const stopTimers = (): void => {
    for (const timer of [pauseTimer, patienceTimer, waitingTimer]) clearTimeout(timer)
  }

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

  const sayOwn = (words: Readonly<Record<Language, string>>): void => speaker.say({ utterance: OWN_WORDS, text: words[language], language })

  /** The caller answered (or fell silent): no question stands, and our reply is on its way. */
  const take = async (input: DialogInput): Promise<void> => {
    if (mode !== 'gone') mode = 'thinking'
    expecting = undefined
    stopTimers()
    ear?.rest()
    turnEndedAt = performance.now()
    if (mode !== 'gone') {
      waitingTimer = setTimeout(() => {
        if (mode === 'thinking' && !speaker.speaking) sayOwn(WAIT)
      }, WAITING_WORDS_AFTER_MS)
    }
    // How much of our words was heard is told before the turn that ended them.
    await speaker.silence()
    conversation.give(input)
  }

  const afterKey = (step: KeypadStep): void => {
    keypad = step.state
    clearTimeout(pauseTimer)
    if (step.entry !== undefined) void take({ type: 'pressed', digits: step.entry })
    else if (step.pauseMs !== undefined) pauseTimer = setTimeout(() => afterKey(pauseOver(keypad)), step.pauseMs)
  }

  /** Patience runs from the end of our words, or from the caller's last sign of life. */
  const waitForCaller = (expect: Expectation): void => {
    clearTimeout(patienceTimer)
    speaker.whenQuiet(() => {
      if (expecting !== expect) return
      clearTimeout(patienceTimer)
      patienceTimer = setTimeout(() => {
        if (expecting === expect && keypad.entered === '') void take({ type: 'fell-silent', seconds: expect.patience })
      }, expect.patience * SECOND)
    })
  }

  call.on('digit', (digit) => {
    if (mode === 'recording') return message?.stop()
    if (mode === 'leaving' || mode === 'gone') return undefined
    const asked = expecting
    if (asked !== undefined) void speaker.silence()
    afterKey(pressKey(keypad, digit, clock.now()))
    if (expecting !== undefined && expecting === asked) waitForCaller(asked)
    return undefined
  })

  const hearWith = (hearing: Ear): void => {
    ear = hearing
    hearing.on('speech-started', () => {
      clearTimeout(patienceTimer)
      speaker.hold()
    })
    hearing.on('false-start', () => {
      speaker.goOn()
      if (expecting !== undefined) waitForCaller(expecting)
    })
    hearing.on('barge-in', () => void speaker.silence())
    hearing.on('turn', (heard) => {
      speaker.goOn()
      if (mode === 'asked') void take({ type: 'said', text: heard.text, confidence: heard.confidence })
    })
    hearing.on('lost', () => {
      ear = undefined
      speaker.goOn()
      if (mode !== 'gone') conversation.give({ type: 'hearing-lost' })
    })
    call.media.tap(hearing.audio)
    listen()
  }

  const listen = (): void => {
    if (ear !== undefined && expecting !== undefined) ear.listen(listenFor(expecting, language, parts.recogniser?.takesOpenSpeech ?? false))
  }

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
        if (mode === 'gone') return
        mode = 'asked'
        expecting = expect
        listen()
        afterKey(expectKeys(keypad, expect.keypad, clock.now()))
        if (expecting === expect) waitForCaller(expect)
      },
      record(limits) {
        if (mode === 'gone') return conversation.give({ type: 'recording-failed' })
        expecting = undefined
        speaker.sound(RECORDING_TONE)
        return speaker.whenQuiet(() => {
          if (mode === 'gone') return conversation.give({ type: 'recording-failed' })
          mode = 'recording'
          clearTimeout(waitingTimer)
          return void record(limits)
        })
      },
      end() {
        if (mode === 'gone') return
        mode = 'leaving'
        expecting = undefined
        clearTimeout(waitingTimer)
        ear?.rest()
        speaker.whenQuiet(() => call.hangUp())
        leaveTimer = setTimeout(() => call.hangUp(), LEAVE_WITHIN_MS)
      },
      giveUp() {
        if (mode === 'gone') return
        mode = 'leaving'
        stopTimers()
        void speaker.silence()
        sayOwn(SORRY)
        speaker.whenQuiet(() => call.hangUp())
        leaveTimer = setTimeout(() => call.hangUp(), LEAVE_WITHIN_MS)
      },
    },
  })

  const down = Promise.withResolvers<void>()
  call.on('ended', (end) => {
    mode = 'gone'
    expecting = undefined
    stopTimers()
    clearTimeout(leaveTimer)
    void speaker.silence()
    ear?.close()
    message?.stop()
    conversation.give({ type: 'hung-up', by: leftByThemselves(end) ? 'caller' : 'network' })
    down.resolve()
  })

  const begin = async (): Promise<void> => {
    const { recogniser } = parts
    const hearing = recogniser !== undefined && recogniser.languages.includes(language) && recogniser.inUse < recogniser.capacity
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
    const found = await recogniser.ear(language).catch((error: unknown) => {
      log.error({ err: error }, 'the recogniser gave no ear')
      return undefined
    })
    if (found === undefined) conversation.give({ type: 'hearing-lost' })
    else if (mode === ('gone' as typeof mode)) found.close()
    else hearWith(found)
  }

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
