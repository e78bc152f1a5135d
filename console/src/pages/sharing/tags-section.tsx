// Tags of something that has them, set and taken away by key.
import { type ReactNode, useState } from 'react'
import type { Tag } from '../../api/actions.ts'
import { call } from '../../api/call.ts'
import { Fault } from '../../api/fault.ts'
import { useChange } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Badge, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

interface TagsParts {
  /** Kind and id, as the last segment of the resource has them: `policy/7`. */
  readonly resource: string
  readonly tags: readonly Tag[]
}

export function TagsSection({ resource, tags }: TagsParts): ReactNode {
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title={t('tags')}
      actions={
        <Button label={`${t('edit')}: ${t('tags')}`} onPress={() => setEditing(true)}>
          {t('edit')}
        </Button>
      }
    >
      {tags.length === 0 ? <p className="about">{t('noTags')}</p> : <Tags tags={tags} />}
      {editing && <EditTags resource={resource} tags={tags} onClose={() => setEditing(false)} />}
    </Section>
  )
}

export function Tags({ tags }: { readonly tags: readonly Tag[] }): ReactNode {
  return (
    <span className="tags">
      {tags.map(({ Key, Value }) => (
        <Badge key={Key}>
          {Key}: {Value}
        </Badge>
      ))}
    </span>
  )
}

function EditTags({ resource, tags, onClose }: TagsParts & { readonly onClose: () => void }): ReactNode {
  const { account } = useSession()
  const [text, setText] = useState(() => tags.map(({ Key, Value }) => `${Key}: ${Value}`).join('\n'))
  const wanted = readTags(text)
  const change = useChange(() => saveTags(`qcs::cam::uin/${account}:${resource}`, tags, wanted ?? []))
  const done = (): void => {
    say(t('tagsSaved'))
    onClose()
  }
  return (
    <FormDialog
      title={t('tags')}
      button={t('saveTags')}
      busy={change.isPending}
      error={change.error}
      ready={wanted !== undefined}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <TextField
        label={t('tags')}
        value={text}
        onChange={setText}
        help={t('tagsHelp')}
        lines={6}
        problem={wanted === undefined ? t('tagsWrong') : undefined}
      />
    </FormDialog>
  )
}

/** A tag a line, `key: value`; `undefined` where a line is none. */
export function readTags(text: string): readonly Tag[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const tags = lines.flatMap((line) => {
    const at = line.indexOf(':')
    return at < 1 ? [] : [{ Key: line.slice(0, at).trim(), Value: line.slice(at + 1).trim() }]
  })
  return tags.length === lines.length ? tags : undefined
}

async function saveTags(resource: string, before: readonly Tag[], after: readonly Tag[]): Promise<void> {
  const keys = new Set(after.map(({ Key }) => Key))
  const gone = before.map(({ Key }) => Key).filter((key) => !keys.has(key))
  if (gone.length > 0)
    refusedOf('UnTagResources', await call('UnTagResources', { ResourceList: [resource], TagKeys: gone }))
  if (after.length === 0) return
  const Tags = after.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }))
  refusedOf('TagResources', await call('TagResources', { ResourceList: [resource], Tags }))
}

interface Tagged {
  readonly RequestId: string
  readonly FailedResources: readonly { readonly Code: string; readonly Message: string }[]
}

/** These calls succeed as a whole and say of each resource what came of it. */
function refusedOf(action: string, { RequestId, FailedResources: [refused] }: Tagged): void {
  if (refused !== undefined) throw new Fault(action, refused.Code, refused.Message, RequestId)
}
