// Whether sign-ins from unusual places want a second factor.
import type { ReactNode } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { useLoginPolicy } from './login-policy.ts'
import { PolicyState } from './policy-state.tsx'
import { t } from './words.ts'

export function UnusualSection(): ReactNode {
  const set = useLoginPolicy(2)
  const on = set.policy?.DisablePolicy === 0
  const change = useChange((off: boolean) =>
    call('CreateSubAccountLoginIpPolicy', { PolicyType: 2, DisablePolicy: off ? 1 : 0 }),
  )
  const turn = (): void => change.mutate(on, { onSuccess: () => say(t(on ? 'unusualOff' : 'unusualOn')) })
  const button = (
    <Button busy={change.isPending} onPress={turn} label={`${t(on ? 'turnOff' : 'turnOn')}: ${t('unusual')}`}>
      {t(on ? 'turnOff' : 'turnOn')}
    </Button>
  )
  return (
    <Section title={t('unusual')} about={t('unusualAbout')} actions={button}>
      <PolicyState of={set} />
      {change.error !== null && <FaultPanel error={change.error} />}
    </Section>
  )
}
