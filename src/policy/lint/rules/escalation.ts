// Rules about rights by which somebody could give itself further rights: one rule for each way. An allow of everything
// is no news here, and a way that the same document denies without condition is none.

import type { ActionForm, ResourceForm, Statement } from '../../document.ts'
import { compilePattern, matches } from '../../pattern.ts'
import { templateText } from '../../variables.ts'
import { actionForms, type CheckedRule, everyStatement, some } from '../check.ts'
import { actionCovers } from '../contain.ts'
import type { Facts } from '../facts.ts'
import type { Severity } from '../finding.ts'
import { saysEverything } from './statement.ts'

/** A way to more rights: its actions, by full name. */
interface Way extends Pick<CheckedRule, 'id'> {
  readonly actions: string
  readonly severity?: Severity
  /** What a message says of them; by default that they are a way to more rights. */
  readonly does?: string
  /** Whether a resource of the statement leaves the way open; by default one of cam, or any product. */
  readonly open?: (resource: ResourceForm) => boolean
}

const WAYS: readonly Way[] = [
  {
    id: 'escalate-attach-policy',
    actions:
      'cam:AttachUserPolicy cam:AttachUserPolicies cam:AttachUsersPolicy cam:AttachGroupPolicy cam:AttachGroupPolicies cam:AttachGroupsPolicy',
  },
  {
    id: 'escalate-attach-role-policy',
    actions: 'cam:AttachRolePolicy cam:AttachRolePolicies cam:AttachRolesPolicy',
  },
  {
    id: 'escalate-change-policy',
    actions:
      'cam:UpdatePolicy cam:CreatePolicyVersion cam:SetDefaultPolicyVersion cam:UpdateCamStrategy cam:BatchOperateCamStrategy',
  },
  { id: 'escalate-create-policy', severity: 'notice', actions: 'cam:CreatePolicy' },
  {
    id: 'escalate-detach-policy',
    actions:
      'cam:DetachUserPolicy cam:DetachUserPolicies cam:DetachUsersPolicy cam:DetachGroupPolicy cam:DetachGroupPolicies cam:DetachGroupsPolicy cam:DeletePolicy cam:RemoveUserFromGroup',
  },
  {
    id: 'escalate-join-group',
    actions: 'cam:AddUserToGroup cam:AddSubAccountsToGroup',
  },
  {
    id: 'escalate-access-key',
    actions:
      'cam:CreateAccessKey cam:CreateApiKey cam:CreateCollApiKey cam:UpdateAccessKey cam:EnableApiKey cam:EnableCollApiKey',
    open: (resource) => reachesCam(resource) && !isSelf(resource),
  },
  {
    id: 'escalate-password',
    actions: 'cam:UpdateUser cam:UpdateSubAccount cam:UpdateSubAccountAttr',
    open: (resource) => reachesCam(resource) && !isSelf(resource),
  },
  {
    id: 'escalate-second-factor',
    actions: 'cam:SetMfaFlag cam:SetSafeAuthFlag cam:UnbindStoken account:SetSafeAuthFlag account:UnbindToken',
  },
  {
    id: 'escalate-trust',
    actions: 'cam:UpdateAssumeRolePolicy',
  },
  {
    id: 'escalate-boundary',
    actions:
      'cam:PutUserPermissionsBoundary cam:DeleteUserPermissionsBoundary cam:PutRolePermissionsBoundary cam:DeleteRolePermissionsBoundary cam:PutEntitiesPermissionsBoundary cam:DeleteEntitiesPermissionsBoundary',
  },
  {
    id: 'escalate-identity-provider',
    actions:
      'cam:CreateSAMLProvider cam:UpdateSAMLProvider cam:CreateOIDCConfig cam:UpdateOIDCConfig cam:CreateUserSAMLConfig cam:UpdateUserSAMLConfig cam:CreateUserOIDCConfig cam:UpdateUserOIDCConfig',
  },
  {
    id: 'escalate-pass-role',
    actions: 'cam:PassRole',
    open: namesEveryRole,
  },
  {
    id: 'escalate-assume-role',
    actions: 'sts:AssumeRole',
    open: namesEveryRole,
  },
  {
    id: 'service-linked-role',
    actions: 'cam:CreateServiceLinkedRole',
    does: 'makes roles that customers cannot change',
  },
  {
    id: 'stops-audit',
    does: 'stops the record of what is done',
    actions:
      'cloudaudit:StopLogging cloudaudit:DeleteAudit cloudaudit:UpdateAudit cloudaudit:DeleteAuditTrack cloudaudit:ModifyAuditTrack',
    open: (resource) => resource.every || ['', 'cloudaudit'].includes(resource.service),
  },
]

export const ESCALATION_RULES: readonly CheckedRule[] = [
  ...WAYS.map(ruleOf),
  {
    id: 'escalate-all-of-cam',
    severity: 'warning',
    check: everyStatement(({ form, actions }, { facts, add }) => {
      if (!grants(form, facts)) return
      for (const action of actions)
        if (isAllOfCam(action.form)) add(action, `"${action.text}" can grant itself everything`)
    }),
  },
  {
    id: 'escalate-tagging',
    severity: 'warning',
    check: (facts, add) => {
      const allows = facts.statements.filter(({ form }) => form.effect === 'allow')
      const tagged = allows.find(({ form }) => form.conditions.some(({ key }) => /^qcs:(?:resource_)?tag/.test(key)))
      if (tagged === undefined) return
      for (const { form, actions } of allows.filter((other) => other !== tagged)) {
        if (!grants(form, facts)) continue
        const found = actions.find((action) => covers(action.form, TAGGING).length > 0)
        if (found !== undefined) add(found, `"${found.text}" sets tags by which statement ${tagged.index} grants`)
      }
    },
  },
]

const TAGGING = actionForms(
  'tag:TagResources tag:ModifyResourceTags tag:AttachResourcesTag tag:AddResourceTag tag:UnTagResources tag:UpdateResourceTagValue tag:ModifyResourcesTagValue tag:DetachResourcesTag tag:DeleteResourceTag',
)

function ruleOf({
  actions,
  does = 'is a way to more rights',
  open = reachesCam,
  id,
  severity = 'warning',
}: Way): CheckedRule {
  const ways = actionForms(actions)
  const check = everyStatement(({ form, ...statement }, { facts, add }) => {
    if (!grants(form, facts) || !form.resources.some(open)) return
    for (const action of statement.actions) {
      if (isAllOfCam(action.form)) continue
      const covered = covers(action.form, ways).filter((way) => !isDenied(way, facts))
      const whole = action.form.name.includes('*') ? `: ${some(covered.map(({ text }) => text))}` : ''
      if (covered.length > 0) add(action, `"${action.text}" ${does}${whole}`)
    }
  })
  return { id, severity, check }
}

/** An allow that is worth a word: not one of everything, not one of a trust policy. */
function grants(form: Statement, { options }: Facts): boolean {
  return options.purpose !== 'trust' && form.effect === 'allow' && !saysEverything(form)
}

function covers(pattern: ActionForm, ways: readonly ActionForm[]): readonly ActionForm[] {
  return ways.filter((way) => actionCovers(pattern, way))
}

/** Of the product by name or by pattern: one finding says it all. */
function isAllOfCam({ product, name }: ActionForm): boolean {
  return matches(compilePattern(product), 'cam') && /^\*+$/.test(name)
}

function isDenied(way: ActionForm, { statements }: Facts): boolean {
  return statements.some(({ form }) => {
    const whole = form.conditions.length === 0 && form.resources.some(({ every }) => every)
    return form.effect === 'deny' && whole && form.actions.some((action) => actionCovers(action, way))
  })
}

function reachesCam(resource: ResourceForm): boolean {
  return resource.every || resource.service === '' || resource.service === 'cam'
}

/** The caller itself and nobody else. */
function isSelf(resource: ResourceForm): boolean {
  return !resource.every && templateText(resource.content) === 'uin/${uin}'
}

function namesEveryRole(resource: ResourceForm): boolean {
  if (resource.every) return true
  return reachesCam(resource) && /^(?:\*|role(?:Name)?\/)?\*+$/.test(templateText(resource.content))
}
