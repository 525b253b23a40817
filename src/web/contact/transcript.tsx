import { CircleHelp, Ear, Scissors, Volume2 } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactDetail, Turn } from '#contract/index.ts'
import { Card } from '../ui/card.tsx'
import { SpokenMessage } from '../ui/spoken-message.tsx'
import { useWhen } from '../words/when.ts'

/** The conversation as it really was: what was heard of us, what was heard of them. */
export const Transcript = ({ contact }: { readonly contact: ContactDetail }) => {
  const { t } = useTranslation()
  const { turns, endedAt, language } = contact
  const end = useFollowedEnd(turns.length, endedAt === null)
  return (
    <Card title={t('contact.transcript')}>
      {turns.length === 0 && <p className="text-quiet">{t(endedAt === null ? 'contact.noTurns' : 'contact.nothingSaid')}</p>}
      <ol className="flex flex-col gap-3">
        {turns.map((turn) => (
          <TurnLine key={turn.seq} turn={turn} contact={contact.id} language={language ?? undefined} />
        ))}
      </ol>
      <div ref={end} className="h-px scroll-mb-28" />
    </Card>
  )
}

/** While the contact goes on: new turns are scrolled to, but only for a reader who was at the end. */
const useFollowedEnd = (turns: number, goesOn: boolean) => {
  const end = useRef<HTMLDivElement>(null)
  const atEnd = useRef(false)
  useEffect(() => {
    if (end.current === null || !goesOn) return
    const watch = new IntersectionObserver(([entry]) => {
      atEnd.current = entry?.isIntersecting ?? false
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [goesOn])
  useLayoutEffect(() => {
    if (goesOn && atEnd.current) end.current?.scrollIntoView({ block: 'end' })
  }, [turns, goesOn])
  return end
}

const SPEAKER = {
  caller: 'contact.caller',
  'first-line': 'contact.firstLine',
  member: 'contact.member',
  'partner-agent': 'contact.partner',
} as const

type TurnLineProps = { readonly turn: Turn; readonly contact: string; readonly language: string | undefined }

const TurnLine = ({ turn, contact, language }: TurnLineProps) => {
  const { t } = useTranslation()
  const when = useWhen()
  const theirs = turn.speaker === 'caller'
  return (
    <li className={`flex max-w-[85%] flex-col gap-1 ${theirs ? 'self-end items-end' : 'self-start items-start'}`}>
      <p className="flex gap-2 text-xs text-quiet">
        <span className="font-medium">{t(SPEAKER[turn.speaker])}</span>
        <time dateTime={turn.at}>{when.time(turn.at)}</time>
      </p>
      <div className={`rounded-2xl px-3.5 py-2 ${theirs ? 'rounded-tr-sm bg-accent-soft' : 'rounded-tl-sm bg-sunken'}`}>
        <TurnText turn={turn} contact={contact} language={language} />
      </div>
      <HowItWent state={turn.state} />
      <HeardInDoubt turn={turn} />
    </li>
  )
}

const SECOND_MS = 1000

/** Nothing to read and nothing to play: no words, and no recording whose length would not be written 0:00. */
const saidNothing = ({ text, recording, durationMs }: Turn): boolean =>
  text !== null && text.trim() === '' && (recording === null || (durationMs !== null && durationMs < SECOND_MS))

const TurnText = ({ turn, contact, language }: TurnLineProps) => {
  const { t } = useTranslation()
  const when = useWhen()
  if (saidNothing(turn)) return <p className="text-quiet italic">{t('contact.nothingSaid')}</p>
  if (turn.by === 'recording' && turn.recording !== null) {
    const length = when.clock(turn.durationMs ?? 0)
    return (
      <div className="flex w-64 max-w-full flex-col gap-1.5 py-1 sm:w-80">
        <span className="text-sm">{t('contact.play', { length })}</span>
        <SpokenMessage contact={contact} recording={turn.recording} label={t('contact.play', { length })} />
        {turn.text !== null && turn.text !== '' && <p className="whitespace-pre-wrap">{turn.text}</p>}
      </div>
    )
  }
  if (turn.text === null) return <p className="text-quiet italic">{t('contact.erased')}</p>
  if (turn.by === 'keypad') {
    return (
      <p className="flex flex-wrap items-center gap-1">
        <span className="mr-1 text-sm">{t('contact.pressed')}</span>
        {turn.text.split('').map((key, place) => (
          <kbd
            key={place}
            className="grid min-w-7 place-items-center rounded-md border border-edge bg-card px-1.5 py-0.5 font-mono text-sm"
          >
            {key}
          </kbd>
        ))}
      </p>
    )
  }
  return (
    <p lang={language} className="break-words whitespace-pre-wrap">
      {turn.text}
    </p>
  )
}

const HowItWent = ({ state }: { readonly state: Turn['state'] }): ReactNode => {
  const { t } = useTranslation()
  const look = 'flex items-center gap-1.5 text-xs'
  switch (state) {
    case 'completed':
      return null
    case 'talked-over':
      return (
        <p className={`${look} text-warn`}>
          <Scissors aria-hidden className="size-3.5" />
          {t('contact.talkedOver')}
        </p>
      )
    case 'sounding':
      return (
        <p className={`${look} text-accent`}>
          <Volume2 aria-hidden className="size-3.5" />
          {t('contact.sounding')}
        </p>
      )
    case 'unconfirmed':
      return (
        <p className={`${look} text-quiet`}>
          <CircleHelp aria-hidden className="size-3.5" />
          {t('contact.unconfirmed')}
        </p>
      )
  }
}

/** Below this the words of a recogniser are shown as what they are: its guess. */
const SURE = 0.8

const HeardInDoubt = ({ turn: { speaker, by, confidence, text } }: { readonly turn: Turn }): ReactNode => {
  const { t } = useTranslation()
  if (speaker !== 'caller' || by !== 'voice' || confidence === undefined || confidence >= SURE) return null
  if (text === null || text.trim() === '') return null
  return (
    <p className="flex items-center gap-1.5 text-xs text-quiet">
      <Ear aria-hidden className="size-3.5" />
      {t('contact.heardInDoubt')}
    </p>
  )
}
