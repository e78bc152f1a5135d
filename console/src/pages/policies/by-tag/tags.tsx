// Picks tags by key and value; those that things of the account carry are proposed.
import { type ReactNode, useState } from 'react'
import { Button } from '../../../parts/button.tsx'
import { Proposing } from '../../../parts/proposing.tsx'
import { useAccountTags } from './account-tags.ts'
import { type TagChoice, withTag } from './document.ts'
import { t } from './words.ts'

interface TagPickerParts {
  readonly tags: readonly TagChoice[]
  readonly onChange: (tags: readonly TagChoice[]) => void
}

export function TagPicker({ tags, onChange }: TagPickerParts): ReactNode {
  const known = useAccountTags()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  // A pair is split at its first `&`, so no key has one.
  const wrong = key.includes('&')
  const ready = key.trim() !== '' && !wrong
  const add = (): void => {
    if (!ready) return
    onChange(withTag(tags, key.trim(), value.trim()))
    setValue('')
  }
  return (
    <div className="card-part">
      <div className="tag-add">
        <Proposing label={t('key')} value={key} onChange={setKey} proposals={[...known.keys()]} onEnter={add} />
        <Proposing
          label={t('value')}
          value={value}
          onChange={setValue}
          proposals={known.get(key.trim()) ?? []}
          onEnter={add}
        />
        <Button label={t('addTag')} disabled={!ready} onPress={add}>
          {t('addTag')}
        </Button>
      </div>
      <p className="help">{wrong ? t('wrongKey') : t('tagHelp')}</p>
      {tags.length > 0 && (
        <ul className="chips" aria-label={t('tags')}>
          {tags.map((one) => (
            <li key={one.key}>
              <code>{`${one.key}: ${one.values.length === 0 ? t('anyValue') : one.values.join(', ')}`}</code>
              <Button
                look="quiet"
                icon="close"
                label={`${t('remove')}: ${one.key}`}
                onPress={() => onChange(tags.filter((other) => other !== one))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
