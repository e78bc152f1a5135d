// Another version of a custom policy, begun from the text that is in force.
import { type ReactNode, useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { DocumentField, spread } from '../../parts/document.tsx'
import { Checkbox } from '../../parts/fields.tsx'
import { say } from '../../parts/toast.tsx'
import type { Policy } from './policy.tsx'
import { t } from './words.ts'

export function NewVersion({ policy, onClose }: { readonly policy: Policy; readonly onClose: () => void }): ReactNode {
  const [document, setDocument] = useState(() => spread(policy.PolicyDocument ?? ''))
  const [inForce, setInForce] = useState(true)
  const change = useChange(() =>
    call('CreatePolicyVersion', { PolicyId: policy.id, PolicyDocument: document, SetAsDefault: inForce }),
  )
  return (
    <FormDialog
      title={t('addVersion')}
      button={t('save')}
      wide
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={() =>
        change.mutate(undefined, {
          onSuccess: ({ VersionId }) => {
            say(t('saved', { version: VersionId ?? '' }))
            onClose()
          },
        })
      }
    >
      <DocumentField label={t('document')} value={document} onChange={setDocument} help={t('documentHelp')} />
      <Checkbox label={t('putInForce')} value={inForce} onChange={setInForce} />
    </FormDialog>
  )
}
