// Buttons and links that look like buttons. A button that is at work says so and cannot be pressed twice.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Icon, type IconName } from './icons.tsx'

type Look = 'main' | 'plain' | 'quiet' | 'danger'

interface ButtonParts {
  readonly children?: ReactNode
  readonly look?: Look
  readonly icon?: IconName
  /** For a button that shows nothing but its icon. */
  readonly label?: string
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly type?: 'button' | 'submit'
  readonly onPress?: () => void
}

export function Button(parts: ButtonParts): ReactNode {
  const { children, look = 'plain', icon, label, busy = false, disabled = false, type = 'button', onPress } = parts
  const shape = children === undefined ? ' bare' : ''
  return (
    <AriaButton
      className={`button ${look}${shape}${busy ? ' busy' : ''}`}
      type={busy ? 'button' : type}
      isDisabled={disabled}
      {...(busy && { 'aria-disabled': true })}
      {...(label !== undefined && { 'aria-label': label })}
      {...(onPress !== undefined && !busy && { onPress })}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </AriaButton>
  )
}

interface ButtonLinkParts {
  readonly to: string
  readonly children: ReactNode
  readonly look?: Look
  readonly icon?: IconName
}

/** To another page of the console. */
export function ButtonLink({ to, children, look = 'plain', icon }: ButtonLinkParts): ReactNode {
  return (
    <Link to={to} className={`button ${look}`}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  )
}
