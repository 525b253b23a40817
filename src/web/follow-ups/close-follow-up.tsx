import { Toast } from '@base-ui/react/toast'
import { useNavigate } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCloseFollowUp } from '../api/queries.ts'
import { Button } from '../ui/button.tsx'
import { useSentence } from '../ui/loading.tsx'
import { focusHeading } from '../ui/page.tsx'

const LONGEST_NOTE = 2_000

/** One tap closes; a note may go with it. What was closed is said for a while, with the way to see it again. */
export const CloseFollowUp = ({ followUp, who }: { readonly followUp: string; readonly who: string }) => {
  const { t } = useTranslation()
  const noteId = useId()
  const [note, setNote] = useState<string>()
  const toasts = Toast.useToastManager()
  const navigate = useNavigate()
  const { mutateAsync, isPending, error } = useCloseFollowUp()
  const sentence = useSentence(error)

  const close = async (why: 'done' | 'not-needed'): Promise<void> => {
    const written = note?.trim() ?? ''
    await mutateAsync({ followUp, why, ...(written !== '' && { note: written }) })
    // By now this card is gone, and with it whatever had the focus.
    focusHeading()
    toasts.add({
      title: t(why === 'done' ? 'followUps.markedDone' : 'followUps.markedNotNeeded', { who }),
      actionProps: {
        children: t('followUps.showClosed'),
        onClick: () => void navigate({ to: '/follow-ups', search: { show: 'closed' } }),
      },
    })
  }
  /** What went wrong is in `error`, and shown. */
  const tryToClose = (why: 'done' | 'not-needed'): void => void close(why).catch(() => undefined)

  return (
    <div className="flex flex-col gap-3 border-t border-line pt-3">
      {note !== undefined && (
        <div className="flex flex-col gap-1.5">
          <label htmlFor={noteId} className="text-sm font-medium">
            {t('followUps.note')}
          </label>
          <textarea
            id={noteId}
            rows={3}
            maxLength={LONGEST_NOTE}
            value={note}
            onChange={(change) => setNote(change.target.value)}
            aria-describedby={`${noteId}-hint`}
            className="rounded-lg border border-edge bg-paper px-3 py-2"
          />
          <p id={`${noteId}-hint`} className="text-sm text-quiet">
            {t('followUps.noteHint')}
          </p>
        </div>
      )}
      {error !== null && (
        <p role="alert" className="text-sm text-bad">
          {t('followUps.notClosed', { why: sentence })}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button look="main" disabled={isPending} focusableWhenDisabled onClick={() => tryToClose('done')}>
          <Check aria-hidden className="size-4" />
          {t(isPending ? 'followUps.closing' : 'followUps.done')}
        </Button>
        <Button disabled={isPending} focusableWhenDisabled onClick={() => tryToClose('not-needed')}>
          {t('followUps.notNeeded')}
        </Button>
        {note === undefined && (
          <Button look="quiet" onClick={() => setNote('')}>
            {t('followUps.addNote')}
          </Button>
        )}
      </div>
    </div>
  )
}
