import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Short messages about what was just done; above the bottom bar on a phone. */
export const Toasts = () => {
  const { t } = useTranslation()
  const { toasts } = Toast.useToastManager()
  return (
    <Toast.Portal>
      <Toast.Viewport className="fixed inset-x-4 bottom-24 z-20 mx-auto flex max-w-md flex-col gap-2 md:bottom-6">
        {toasts.map((toast) => (
          <Toast.Root
            key={toast.id}
            toast={toast}
            className="rounded-xl border border-line bg-ink text-paper shadow-lg **:outline-current transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0"
          >
            <Toast.Content className="flex items-center gap-3 py-1 pr-1 pl-4">
              <Toast.Title render={<p />} className="min-w-0 flex-1 py-2 text-sm" />
              {toast.actionProps !== undefined && (
                <Toast.Action className="min-h-11 rounded-lg px-3 text-sm font-semibold whitespace-nowrap underline underline-offset-4" />
              )}
              <Toast.Close aria-label={t('wrong.dismiss')} className="grid size-11 shrink-0 place-items-center rounded-lg">
                <X aria-hidden className="size-4" />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  )
}
