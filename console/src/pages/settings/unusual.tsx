// Whether sign-ins from unusual places want a second factor.
import type { ReactNode } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Loading, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { useLastSet } from './last-set.ts'
import { LastSetNote } from './last-set-note.tsx'
import { t } from './words.ts'

export function UnusualSection(): ReactNode {
  const last = useLastSet(2)
  const on = last !== undefined && last !== 'none' && !last.off
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
      {last === undefined ? <Loading /> : <LastSetNote last={last} />}
      {change.error !== null && <FaultPanel error={change.error} />}
    </Section>
  )
}
