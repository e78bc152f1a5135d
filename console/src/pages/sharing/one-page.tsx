// The page of one thing that can be edited and deleted: what is read of it, the refusal where it is gone, and both buttons.
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Fault } from '../../api/fault.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Loading, PageFrame } from '../../parts/frame.tsx'
import { t } from './words.ts'

interface OnePageParts<Thing> {
  readonly query: UseQueryResult<Thing, Fault>
  /** What it is called in the address, until it is read. */
  readonly name: string
  readonly parent: { readonly to: string; readonly title: string }
  readonly titleOf: (thing: Thing) => string
  readonly aboutOf?: (thing: Thing) => string
  readonly children: (thing: Thing) => ReactNode
  /** What else can be done with it: a button of its own. */
  readonly more?: (thing: Thing) => ReactNode
  readonly edit: (thing: Thing, onClose: () => void) => ReactNode
  readonly remove: (thing: Thing, onClose: () => void) => ReactNode
}

export function OnePage<Thing>(parts: OnePageParts<Thing>): ReactNode {
  const { query, name, parent, titleOf, aboutOf, children, more, edit, remove } = parts
  const { data: thing, error, refetch } = query
  const [asking, setAsking] = useState<'edit' | 'delete'>()
  const close = (): void => setAsking(undefined)
  // What is gone is not shown as it was once.
  if (thing === undefined || error?.passing === false) {
    return (
      <PageFrame title={name} parent={parent}>
        {error === null ? <Loading /> : <FaultPanel error={error} onRetry={refetch} />}
      </PageFrame>
    )
  }
  const actions = (
    <>
      <Button onPress={() => setAsking('edit')}>{t('edit')}</Button>
      {more?.(thing)}
      <Button onPress={() => setAsking('delete')}>{t('delete')}</Button>
    </>
  )
  return (
    <PageFrame title={titleOf(thing)} parent={parent} about={aboutOf?.(thing)} actions={actions}>
      {children(thing)}
      {asking === 'edit' && edit(thing, close)}
      {asking === 'delete' && remove(thing, close)}
    </PageFrame>
  )
}
