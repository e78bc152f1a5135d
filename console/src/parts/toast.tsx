// Short results of what was done, in a corner; read out by screen readers, gone after a while.
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Icon } from './icons.tsx'
import { t } from './words.ts'

const shownMs = 6000
const queue = new ToastQueue<string>({ maxVisibleToasts: 3 })

/** Says that something was done. */
export function say(text: string): void {
  queue.add(text, { timeout: shownMs })
}

export function Toasts(): ReactNode {
  return (
    <ToastRegion queue={queue} className="toasts">
      {({ toast }) => (
        <Toast toast={toast} className="toast">
          <ToastContent>
            <Text slot="title">{toast.content}</Text>
          </ToastContent>
          <AriaButton slot="close" className="button quiet bare" aria-label={t('close')}>
            <Icon name="close" />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  )
}
