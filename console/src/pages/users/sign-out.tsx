// Signing a user out at the console, in every browser. Their access keys go on.
import { type ReactNode, useState } from 'react'
import { call, type Result } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { say } from '../../parts/toast.tsx'
import { numberText } from '../../text/words.ts'
import type { UserName } from './user.tsx'
import { t } from './words.ts'

/** The button, and what it asks first. */
export function SignOut({ user }: { readonly user: UserName }): ReactNode {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t('signOut')}</Button>
      {asking && <SignOutUser user={user} onClose={() => setAsking(false)} />}
    </>
  )
}

interface SignOutParts {
  readonly user: UserName
  readonly onClose: () => void
}

function SignOutUser({ user: { Name, Uin }, onClose }: SignOutParts): ReactNode {
  const change = useChange(() => call('LogoutConsoleSessions', { TargetUin: Uin }))
  const done = ({ EndedCount }: Result<'LogoutConsoleSessions'>): void => {
    say(t('signedOut', { name: Name, n: numberText(EndedCount) }))
    onClose()
  }
  return (
    <Confirm
      title={t('signOutTitle', { name: Name })}
      button={t('signOut')}
      lost={[t('lostBrowsers'), t('lostUnsaved'), t('lostActing')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <p className="about">{t('signOutAbout')}</p>
    </Confirm>
  )
}
