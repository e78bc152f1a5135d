// The question that is simulated: who asks for what, from where, when, and with which keys.
import { type ReactNode, useState } from 'react'
import type { RoleInfo, SubAccountInfo } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { byPage, whole } from '../../api/paging.ts'
import { type Rows, useNarrowed, useRows } from '../../api/queries.ts'
import { useCatalogs } from '../../editor/use-catalogs.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextField } from '../../parts/fields.tsx'
import { holds, useKeyword } from '../../parts/keyword.ts'
import { PickDialog } from '../../parts/pick.tsx'
import { Proposing } from '../../parts/proposing.tsx'
import type { Principal } from './account.ts'
import type { Question } from './engine.ts'
import { t } from './words.ts'

interface QuestionParts {
  readonly question: Question
  readonly onChange: (question: Question) => void
}

export function QuestionForm({ question, onChange }: QuestionParts): ReactNode {
  const put = (part: Partial<Question>): void => onChange({ ...question, ...part })
  const { actionNames } = useCatalogs()
  return (
    <div className="question">
      <Proposing
        label={t('action')}
        value={question.action}
        onChange={(action) => put({ action })}
        proposals={actionNames}
      />
      <TextField
        label={t('resources')}
        value={question.resources}
        onChange={(resources) => put({ resources })}
        help={t('resourcesHelp')}
        lines={2}
        code
      />
      <div className="question-pair">
        <TextField label={t('ip')} value={question.ip} onChange={(ip) => put({ ip })} />
        <TextField label={t('time')} value={question.time} onChange={(time) => put({ time })} help={t('timeHelp')} />
      </div>
      <div className="field">
        <span className="label" aria-hidden="true">
          {t('mfa')}
        </span>
        <Choice
          label={t('mfa')}
          value={question.mfa}
          onChange={(mfa) => put({ mfa })}
          options={[
            ['unsaid', t('unsaid')],
            ['yes', t('yes')],
            ['no', t('no')],
          ]}
        />
      </div>
      <div className="question-pair">
        <TextField
          label={t('tags')}
          value={question.tags}
          onChange={(tags) => put({ tags })}
          help={t('tagsHelp')}
          lines={2}
          code
        />
        <TextField
          label={t('keys')}
          value={question.keys}
          onChange={(keys) => put({ keys })}
          help={t('keysHelp')}
          lines={2}
          code
        />
      </div>
    </div>
  )
}

interface WhoParts {
  readonly principal: Principal | undefined
  readonly onChoose: (principal: Principal | undefined) => void
}

/** Whose policies count beside the draft. */
export function WhoAsks({ principal, onChoose }: WhoParts): ReactNode {
  const [asking, setAsking] = useState<'user' | 'role'>()
  const pick = (chosen: Principal): void => {
    setAsking(undefined)
    onChoose(chosen)
  }
  const close = (): void => setAsking(undefined)
  return (
    <div className="who-asks">
      <p>
        <span className="label">{t('whoAsks')}</span>
        <span>{principal === undefined ? t('nobodyChosen') : `${t(principal.kind)} ${principal.name}`}</span>
      </p>
      <div className="actions">
        <Button onPress={() => setAsking('user')}>{t('chooseUser')}</Button>
        <Button onPress={() => setAsking('role')}>{t('chooseRole')}</Button>
        {principal !== undefined && <Button onPress={() => onChoose(undefined)}>{t('onlyDraft')}</Button>}
      </div>
      {asking === 'user' && <PickUser onPick={pick} onClose={close} />}
      {asking === 'role' && <PickRole onPick={pick} onClose={close} />}
    </div>
  )
}

interface PickParts {
  readonly onPick: (principal: Principal) => void
  readonly onClose: () => void
}

const ofUsers = whole<'ListUsers'>()
const usersOf = ({ Data }: Result<'ListUsers'>): readonly SubAccountInfo[] => Data
const userFits = ({ Name, Uin }: SubAccountInfo, word: string): boolean => holds(word, Name, Uin)
const ofRoles = byPage<'DescribeRoleList'>()
const rolesOf = ({ List }: Result<'DescribeRoleList'>): readonly RoleInfo[] => List ?? []
const roleFits = ({ RoleName }: RoleInfo, word: string): boolean => holds(word, RoleName)

function PickUser(parts: PickParts): ReactNode {
  const keyword = useKeyword()
  const rows = useNarrowed(useRows('ListUsers', {}, ofUsers, usersOf), keyword.word, userFits)
  const principalOf = ({ Uin, Name }: SubAccountInfo): Principal => ({ kind: 'user', id: String(Uin), name: Name })
  return <Pick {...parts} title={t('chooseUser')} rows={rows} keyword={keyword} principalOf={principalOf} />
}

function PickRole(parts: PickParts): ReactNode {
  const keyword = useKeyword()
  const rows = useNarrowed(useRows('DescribeRoleList', { Page: 1, Rp: 1 }, ofRoles, rolesOf), keyword.word, roleFits)
  const principalOf = ({ RoleId, RoleName }: RoleInfo): Principal => ({ kind: 'role', id: RoleId, name: RoleName })
  return <Pick {...parts} title={t('chooseRole')} rows={rows} keyword={keyword} principalOf={principalOf} />
}

interface PickOfParts<Row> extends PickParts {
  readonly title: string
  readonly rows: Rows<Row>
  readonly keyword: ReturnType<typeof useKeyword>
  readonly principalOf: (row: Row) => Principal
}

function Pick<Row>({ title, rows, keyword, principalOf, onPick, onClose }: PickOfParts<Row>): ReactNode {
  return (
    <PickDialog
      title={title}
      button={t('choose')}
      one
      rows={rows}
      keyword={keyword}
      keyOf={(row) => principalOf(row).id}
      nameOf={(row) => principalOf(row).name}
      busy={false}
      error={null}
      onPick={([row]) => row !== undefined && onPick(principalOf(row))}
      onClose={onClose}
    />
  )
}
