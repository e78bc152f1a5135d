// Making many users at once, from a list of names. Passwords and keys are shown once, at the end, and kept as one file.
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useCall } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog, FormDialog } from '../../parts/dialog.tsx'
import { Checkbox, TextField } from '../../parts/fields.tsx'
import { Badge } from '../../parts/frame.tsx'
import { Progress } from '../../parts/progress.tsx'
import { csvOf, download } from '../../parts/secrets.tsx'
import { Select } from '../../parts/select.tsx'
import { type Made, makeMany, readRows, type Wanted } from './many.ts'
import { t } from './words.ts'

export function CreateMany({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [text, setText] = useState('')
  const [signsIn, setSignsIn] = useState(false)
  const [hasKey, setHasKey] = useState(false)
  const [group, setGroup] = useState('0')
  const [wanted, setWanted] = useState<Wanted>()
  const groups = useCall('ListGroups', { Rp: 200 }).data?.GroupInfo ?? []
  const rows = readRows(text)
  if (wanted !== undefined) return <Making wanted={wanted} onClose={onClose} />
  return (
    <FormDialog
      title={t('createMany')}
      button={rows.length === 0 ? t('createMany') : t('createN', { n: rows.length })}
      wide
      busy={false}
      error={null}
      ready={rows.length > 0}
      onSubmit={() => setWanted({ rows, signsIn, hasKey, groupId: Number(group) })}
      onClose={onClose}
    >
      <TextField
        label={t('names')}
        value={text}
        onChange={setText}
        help={t('namesHelp')}
        lines={8}
        required
        autoFocus
      />
      <Checkbox label={t('accessKey')} value={hasKey} onChange={setHasKey} />
      <Checkbox label={t('console')} value={signsIn} onChange={setSignsIn} help={t('manyPasswords')} />
      {groups.length > 0 && (
        <Select
          label={t('joinGroup')}
          value={group}
          onChange={setGroup}
          options={[
            ['0', t('noGroup')],
            ...groups.map(({ GroupId, GroupName }) => [String(GroupId), GroupName] as const),
          ]}
        />
      )}
    </FormDialog>
  )
}

function Making({ wanted, onClose }: { readonly wanted: Wanted; readonly onClose: () => void }): ReactNode {
  const [made, setMade] = useState<readonly Made[]>([])
  const [ended, setEnded] = useState(false)
  const queries = useQueryClient()
  const stop = useRef(new AbortController())
  const begun = useRef(false)
  useEffect(() => {
    // Effects may run twice; users must not be made twice.
    if (begun.current) return
    begun.current = true
    makeMany(wanted, (one) => setMade((before) => [...before, one]), stop.current.signal).finally(() => {
      setEnded(true)
      queries.invalidateQueries()
    })
  }, [wanted, queries])
  const failed = made.filter(({ fault }) => fault !== undefined)
  const secrets = made.flatMap(({ user }) => (user === undefined ? [] : [user]))
  return (
    <Dialog title={t('createMany')} wide insists onClose={onClose}>
      <div className="dialog-body">
        <Progress label={t('madeSoFar')} done={made.length} of={wanted.rows.length} />
        {failed.length > 0 && (
          <ul className="fates">
            {failed.map(({ name, fault }) => (
              <li key={name}>
                <Badge tone="bad">{name}</Badge> <code>{fault?.code}</code> {fault?.message}
              </li>
            ))}
          </ul>
        )}
        {ended && <p>{t('madeN', { n: secrets.length, failed: failed.length })}</p>}
        {ended && secrets.length > 0 && (wanted.signsIn || wanted.hasKey) && (
          <p className="note warn">{t('keepFile')}</p>
        )}
      </div>
      <div className="dialog-foot">
        {!ended && <Button onPress={() => stop.current.abort()}>{t('stop')}</Button>}
        {ended && secrets.length > 0 && (
          <Button icon="download" onPress={() => download('users.csv', csvOf(fileOf(secrets)))}>
            {t('downloadFile')}
          </Button>
        )}
        {ended && (
          <Button look="main" onPress={onClose}>
            {t('close')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

type User = NonNullable<Made['user']>

function fileOf(users: readonly User[]): readonly (readonly string[])[] {
  const head = [t('number'), t('user'), t('password'), 'SecretId', 'SecretKey']
  return [
    head,
    ...users.map(({ Uin, Name, Password, SecretId, SecretKey }) => [String(Uin), Name, Password, SecretId, SecretKey]),
  ]
}
