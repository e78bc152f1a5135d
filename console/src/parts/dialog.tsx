// Dialogs: a form that makes or changes something, and a question before something is lost, which names what.
import type { FormEvent, ReactNode } from 'react'
import { Dialog as AriaDialog, Form, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './button.tsx'
import { FaultPanel } from './fault-panel.tsx'
import { t } from './words.ts'

interface DialogParts {
  readonly title: string
  readonly wide?: boolean
  readonly children: ReactNode
  readonly onClose: () => void
  /** A question that must be answered is not closed by a click beside it. */
  readonly insists?: boolean
}

/** Open as long as it is there. */
export function Dialog({ title, wide, children, onClose, insists }: DialogParts): ReactNode {
  return (
    <ModalOverlay
      className="veil"
      isOpen
      isDismissable={insists !== true}
      isKeyboardDismissDisabled={insists === true}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={`modal${wide === true ? ' wide' : ''}`}>
        <AriaDialog className="dialog" role={insists === true ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" className="dialog-title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface ShowDialogParts extends Pick<DialogParts, 'title' | 'children' | 'onClose'> {
  /** Where to go on to. */
  readonly more?: ReactNode
}

/** Shows something, until it is closed. */
export function ShowDialog({ title, children, more, onClose }: ShowDialogParts): ReactNode {
  return (
    <Dialog title={title} wide onClose={onClose}>
      {children}
      <div className="dialog-foot">
        {more}
        <Button onPress={onClose}>{t('close')}</Button>
      </div>
    </Dialog>
  )
}

interface FormDialogParts {
  readonly title: string
  readonly button: string
  readonly danger?: boolean
  readonly wide?: boolean
  readonly busy: boolean
  /** Of the last try. */
  readonly error: unknown
  /** Whether there is something to send. */
  readonly ready?: boolean
  readonly children: ReactNode
  readonly onSubmit: () => void
  readonly onClose: () => void
}

export function FormDialog(parts: FormDialogParts): ReactNode {
  const { title, button, danger, wide, busy, error, ready = true, children, onSubmit, onClose } = parts
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!busy && ready) onSubmit()
  }
  return (
    <Dialog title={title} onClose={onClose} {...(wide !== undefined && { wide })}>
      <Form className="form" onSubmit={submit}>
        <div className="dialog-body">
          {children}
          {error !== null && error !== undefined && <FaultPanel error={error} />}
        </div>
        <div className="dialog-foot">
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button type="submit" look={danger === true ? 'danger' : 'main'} busy={busy} disabled={!ready}>
            {button}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

interface ConfirmParts {
  readonly title: string
  readonly button: string
  readonly children?: ReactNode
  /** Each thing that is gone afterwards. */
  readonly lost: readonly string[]
  readonly busy: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something is lost. */
export function Confirm({ title, button, children, lost, busy, error, onConfirm, onClose }: ConfirmParts): ReactNode {
  return (
    <FormDialog title={title} button={button} danger busy={busy} error={error} onSubmit={onConfirm} onClose={onClose}>
      {children}
      {lost.length > 0 && (
        <div className="lost">
          <p>{t('lost')}</p>
          <ul>
            {lost.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  )
}
