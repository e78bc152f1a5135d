// Which second factors are asked of a user, at sign-in and at sensitive operations, and setting those that a call can set.
import { type ReactNode, useState } from 'react'
import type { LoginActionFlag } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Checkbox } from '../../parts/fields.tsx'
import { Badge, Facts, Loading, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { factorNames } from '../overview/words.ts'
import type { UserName } from './user.tsx'
import { t } from './words.ts'

type State = Result<'DescribeSafeAuthFlagColl'>
const all = ['Phone', 'Token', 'Stoken', 'Wechat', 'Custom', 'Mail', 'U2FToken', 'Passkey'] as const
/** Those that `SetMfaFlag` sets; people set the others themselves. */
const settable = ['Stoken', 'Phone', 'Wechat'] as const
type Settable = (typeof settable)[number]

export function FactorsSection({ user, signsIn }: { readonly user: UserName; readonly signsIn: boolean }): ReactNode {
  const { data, error, refetch } = useCall('DescribeSafeAuthFlagColl', { SubUin: user.Uin })
  const [editing, setEditing] = useState(false)
  const bare = data !== undefined && onIn(data.LoginFlag).length === 0
  return (
    <Section
      title={t('factors')}
      about={t('factorsAbout')}
      actions={
        <Button label={`${t('edit')}: ${t('factors')}`} disabled={data === undefined} onPress={() => setEditing(true)}>
          {t('edit')}
        </Button>
      }
    >
      {error !== null && <FaultPanel error={error} onRetry={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <Facts
          facts={[
            [t('atLogin'), <Flags key="login" flags={data.LoginFlag} />],
            [t('atAction'), <Flags key="action" flags={data.ActionFlag} />],
          ]}
        />
      )}
      {signsIn && bare && <p className="note warn">{t('bare')}</p>}
      {editing && data !== undefined && <EditFactors user={user} state={data} onClose={() => setEditing(false)} />}
    </Section>
  )
}

const onIn = (flags: LoginActionFlag): readonly (typeof all)[number][] => all.filter((name) => flags[name] === 1)

function Flags({ flags }: { readonly flags: LoginActionFlag }): ReactNode {
  const on = onIn(flags)
  if (on.length === 0) return t('noFactor')
  return on.map((name) => (
    <Badge key={name} tone="good">
      {factorNames(name)}
    </Badge>
  ))
}

interface EditFactorsParts {
  readonly user: UserName
  readonly state: State
  readonly onClose: () => void
}

function EditFactors({ user: { Uin, Name }, state, onClose }: EditFactorsParts): ReactNode {
  const [login, setLogin] = useState(() => onIn(state.LoginFlag))
  const [action, setAction] = useState(() => onIn(state.ActionFlag))
  const change = useChange(() =>
    call('SetMfaFlag', { OpUin: Uin, LoginFlag: flagsOf(login), ActionFlag: flagsOf(action) }),
  )
  const done = (): void => {
    say(t('saved'))
    onClose()
  }
  return (
    <FormDialog
      title={t('factorsOf', { name: Name })}
      button={t('save')}
      busy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <p className="about">{t('factorsHelp')}</p>
      <Switches title={t('atLogin')} on={login} onChange={setLogin} />
      <Switches title={t('atAction')} on={action} onChange={setAction} />
    </FormDialog>
  )
}

type On = readonly (typeof all)[number][]
const flagsOf = (on: On): Readonly<Record<Settable, number>> => ({
  Stoken: on.includes('Stoken') ? 1 : 0,
  Phone: on.includes('Phone') ? 1 : 0,
  Wechat: on.includes('Wechat') ? 1 : 0,
})

interface SwitchesParts {
  readonly title: string
  readonly on: On
  readonly onChange: (on: On) => void
}

function Switches({ title, on, onChange }: SwitchesParts): ReactNode {
  return (
    <fieldset className="checks">
      <legend className="label">{title}</legend>
      {settable.map((name) => (
        <Checkbox
          key={name}
          label={factorNames(name)}
          value={on.includes(name)}
          onChange={(wanted) => onChange(wanted ? [...on, name] : on.filter((one) => one !== name))}
        />
      ))}
    </fieldset>
  )
}
