// Rules about resources: segments that do not mean what they look like, and resources that no call ever names.

import { longRegion, REGION_NAMES } from '../../regions.ts'
import { type Template, templateText } from '../../variables.ts'
import { coverage, coversWholeProduct } from '../../warnings.ts'
import { type CheckedRule, everyResource, everyStatement, type SegmentsPart, segmentsOf, some } from '../check.ts'
import { coveredItems, isOpen, patternCovers, resourceCovers } from '../contain.ts'
import { dropItem, rewrite } from '../edit.ts'
import type { Facts, StatementPart } from '../facts.ts'
import type { Fix } from '../finding.ts'
import { nearest } from '../near.ts'

/** Products whose resources name their owner by AppId. */
const BY_APP_ID = ['cos', 'cas', 'ci', 'chdfs']
/** Products whose actions are granted on resources of other products: of which, or `*` for any. */
const BORROWED: ReadonlyMap<string, string> = new Map([
  ['finance', '*'],
  ['tag', '*'],
  ['project', '*'],
  ['monitor', '*'],
  ['cloudaudit', '*'],
  ['sts', 'cam'],
  ['ci', 'cos'],
])

export const RESOURCE_RULES: readonly CheckedRule[] = [
  {
    id: 'short-region',
    severity: 'notice',
    check: everyResource((resource, { facts, add }) => {
      const { region } = segments(resource)
      const long = longRegion(region)
      if (long !== region)
        add(resource, `the region "${region}" is now called "${long}"`, reseat(facts, resource, { region: long }))
    }),
  },
  {
    id: 'unknown-region',
    severity: 'warning',
    check: everyResource((resource, { facts, add }) => {
      const { region } = resource.form
      const known = [...REGION_NAMES, ...(facts.options.regions ?? [])]
      if (isOpen(region) || known.some((name) => patternCovers(region, name))) return
      const near = nearest(region, known)
      const fix = near === undefined ? undefined : reseat(facts, resource, { region: near }, 'suggestion')
      add(resource, `"${region}" is no known region${near ? `; is "${near}" meant?` : ''}`, fix)
    }),
  },
  {
    id: 'project-segment',
    severity: 'notice',
    check: everyResource((resource, { facts, add }) => {
      const { project } = segments(resource)
      if (project !== '')
        add(resource, `the project "${project}" means nothing`, reseat(facts, resource, { project: '' }))
    }),
  },
  {
    id: 'account-wildcard',
    severity: 'notice',
    check: everyResource((resource, { facts, add }) => {
      if (segments(resource).account !== '*') return
      add(resource, `"${resource.text}" is about the own account only`, reseat(facts, resource, { account: '' }))
    }),
  },
  {
    id: 'app-id-owner',
    severity: 'warning',
    check: everyResource((resource, { add }) => {
      const { account, service } = resource.form
      if (account.kind !== 'uid' || service === '' || BY_APP_ID.includes(service)) return
      add(resource, `${service} names owners by uin/, not by uid/${account.appId}`)
    }),
  },
  {
    id: 'foreign-account',
    severity: 'warning',
    needs: 'account',
    check: everyResource((resource, { facts, statement, add }) => {
      const { account, service } = resource.form
      const assumes = statement.form.actions.every(({ product }) => product === 'sts')
      if (assumes || statement.form.effect === 'deny' || BY_APP_ID.includes(service)) return
      const own = account.kind === 'uin' ? facts.options.account : facts.options.appId
      const named = account.kind === 'uin' ? account.uin : account.kind === 'uid' ? account.appId : undefined
      if (own !== undefined && named !== undefined && named !== own) {
        add(resource, `"${resource.text}" belongs to another account than ${own}`)
      }
    }),
  },
  {
    id: 'empty-content',
    severity: 'notice',
    check: everyResource((resource, { facts, add }) => {
      if (segments(resource).content !== '') return
      add(resource, `"${resource.text}" names everything`, reseat(facts, resource, { content: '*' }))
    }),
  },
  {
    id: 'star-slash-star',
    severity: 'notice',
    check: everyResource((resource, { facts, add }) => {
      if (segments(resource).content !== '*/*') return
      add(resource, `"${resource.text}" covers what has no slash, too`, reseat(facts, resource, { content: '*' }))
    }),
  },
  {
    id: 'inner-wildcard',
    severity: 'notice',
    check: everyResource((resource, { add }) => {
      const text = templateText(resource.form.content)
      if (/\*[^*]/.test(text)) add(resource, `the * inside "${text}" covers slashes too`)
    }),
  },
  {
    id: 'placeholder',
    severity: 'warning',
    check: everyResource((resource, { add }) => {
      const content = literalText(resource.form.content)
      const found = /\$[A-Za-z_]\w*|<[\w .-]+>|\{\{?[\w .-]+\}\}?|\b(?:x{4,}|your[-_]\w+)/i.exec(content)?.[0]
      if (found !== undefined) add(resource, `"${found}" looks like a placeholder`)
    }),
  },
  {
    id: 'other-product',
    severity: 'warning',
    check: everyResource((resource, { statement, add }) => {
      const { service } = resource.form
      const { actions } = statement.form
      const fits = actions.some(({ product }) => patternCovers(product, service) || lends(product, service))
      if (service !== '' && !fits) add(resource, `no action of the statement is one of ${service}`)
    }),
  },
  {
    id: 'unknown-resource-type',
    severity: 'warning',
    needs: 'catalog',
    check: everyResource((resource, { facts, statement, add }) => {
      const forms = formsOf(statement, facts)
      const start = prefixOf(resource.form.content)
      if (forms === undefined || forms.length === 0 || coversWholeProduct(resource.form)) return
      if (forms.some((form) => form.startsWith(start) || start.startsWith(form))) return
      add(
        resource,
        `the actions are decided on ${some(forms.map((form) => `"${form}…"`))}, not on "${templateText(resource.form.content)}"`,
      )
    }),
  },
  {
    id: 'could-be-narrower',
    severity: 'notice',
    needs: 'catalog',
    check: everyStatement((statement, { facts, add }) => {
      const [only, ...more] = statement.resources
      const { effect, conditions } = statement.form
      if (only?.form.every !== true || more.length > 0 || effect === 'deny' || conditions.length > 0) return
      const levels = statement.actions.map(({ form }) => {
        const covered = coverage(form, facts.options.vocabulary)
        if (typeof covered === 'string' || covered.names.length === 0 || form.name === '*') return false
        return covered.names.every((name) => covered.service.granularity?.(name) === 'resource')
      })
      if (!levels.includes(false)) add(only, 'the actions are granted on every resource and could be on single ones')
    }),
  },
  {
    id: 'bucket-without-app-id',
    severity: 'warning',
    check: everyResource((resource, { facts, add }) => {
      const bucket = bucketOf(resource)
      if (bucket === undefined || /-\d{5,}$/.test(bucket)) return
      const { account } = resource.form
      const full = account.kind === 'uid' && account.appId > 9999 ? `${bucket}-${account.appId}` : undefined
      const content = full && full + segments(resource).content.slice(bucket.length)
      const fix = content === undefined ? undefined : reseat(facts, resource, { content }, 'suggestion')
      add(resource, `the bucket "${bucket}" has no AppId at its end`, fix)
    }),
  },
  {
    id: 'bucket-of-other-app-id',
    severity: 'warning',
    check: everyResource((resource, { add }) => {
      const { account } = resource.form
      const appId = /-(\d{5,})$/.exec(bucketOf(resource) ?? '')?.[1]
      if (appId === undefined || account.kind !== 'uid' || String(account.appId) === appId) return
      add(resource, `the bucket belongs to AppId ${appId}, the segment before it says ${account.appId}`)
    }),
  },
  {
    id: 'old-bucket-form',
    severity: 'notice',
    check: everyResource((resource, { facts, add }) => {
      const { content } = segments(resource)
      const [, appId, bucket, key = ''] = /^prefix\/\/(\d+)\/([^/*]+)(\/.*)?$/.exec(content) ?? []
      if (resource.form.service !== 'cos' || !content.startsWith('prefix//')) return
      const fixed = bucket === undefined ? undefined : { content: `${bucket}-${appId}${key}` }
      const fix = fixed === undefined ? undefined : reseat(facts, resource, fixed, 'suggestion')
      add(resource, `"${content}" is the old form of a bucket`, fix)
    }),
  },
  {
    id: 'leading-slash',
    severity: 'warning',
    check: everyResource((resource, { facts, add }) => {
      const { content } = segments(resource)
      if (!content.startsWith('/')) return
      const fix = reseat(facts, resource, { content: content.replace(/\/+/, '') }, 'suggestion')
      add(resource, `"${content}" begins with a slash`, fix)
    }),
  },
  {
    id: 'doubled-type',
    severity: 'warning',
    check: everyResource((resource, { facts, add }) => {
      const { content } = segments(resource)
      const doubled = /^([A-Za-z]+)\/\1\/(?=.)/.exec(content)
      if (doubled === null || resource.form.service === 'cos') return
      const once = content.slice((doubled[1] ?? '').length + 1)
      add(
        resource,
        `the type of "${content}" is written twice`,
        reseat(facts, resource, { content: once }, 'suggestion'),
      )
    }),
  },
  {
    id: 'blank-in-resource',
    severity: 'warning',
    check: everyResource((resource, { facts, add }) => {
      const { content } = segments(resource)
      if (content.trim() === content) return
      add(
        resource,
        `"${content}" has blanks around it`,
        reseat(facts, resource, { content: content.trim() }, 'suggestion'),
      )
    }),
  },
  {
    id: 'repeated-resource',
    severity: 'notice',
    check: everyStatement(({ resources, form }, { facts, add }) => {
      for (const [narrow, wide] of coveredItems(resources, (a, b) => resourceCovers(a.form, b.form, form.effect))) {
        add(narrow, `"${narrow.text}" is covered by "${wide.text}"`, dropItem(facts, narrow, 'safe'))
      }
    }),
  },
  {
    id: 'two-accounts',
    severity: 'notice',
    check: (facts, add) => {
      const resources = facts.statements.flatMap((statement) => {
        const assumes = statement.form.actions.every(({ product }) => product === 'sts')
        return assumes ? [] : statement.resources.flatMap(segmentsOf)
      })
      const owned = resources.flatMap((resource) => {
        const { account } = resource.form
        return account.kind === 'uin' ? [{ resource, uin: account.uin }] : []
      })
      const first = owned[0]
      const other = owned.find(({ uin }) => uin !== first?.uin)
      if (other !== undefined) add(other.resource, `the account is ${other.uin} here and ${first?.uin} elsewhere`)
    },
  },
]

interface Segments {
  readonly project: string
  readonly service: string
  readonly region: string
  readonly account: string
  readonly content: string
}

/** The segments as written. */
function segments({ text }: SegmentsPart): Segments {
  const [, project = '', service = '', region = '', account = '', ...rest] = text.split(':')
  return { project, service, region, account, content: rest.join(':') }
}

function reseat(facts: Facts, resource: SegmentsPart, change: Partial<Segments>, kind: Fix['kind'] = 'safe'): Fix {
  const { project, service, region, account, content } = { ...segments(resource), ...change }
  return rewrite(facts, resource, `qcs:${project}:${service}:${region}:${account}:${content}`, kind)
}

function lends(product: string, service: string): boolean {
  const lent = BORROWED.get(product)
  return lent === '*' || lent === service
}

/** The text with a character in place of each variable that no placeholder has. */
function literalText(template: Template): string {
  return template.map((part) => ('text' in part ? part.text : '\n')).join('')
}

/** What a template begins with, up to what is not known. */
function prefixOf(template: Template): string {
  const [first] = template
  return first !== undefined && 'text' in first ? (first.text.split('*')[0] ?? '') : ''
}

/** How the resources of all actions begin; `undefined` where that is not known of one of them. */
function formsOf({ actions }: StatementPart, { options }: Facts): readonly string[] | undefined {
  const forms = new Set<string>()
  for (const { form } of actions) {
    const covered = coverage(form, options.vocabulary)
    if (typeof covered === 'string') return undefined
    for (const name of covered.names) {
      const templates = covered.service.resources?.(name)
      if (templates === undefined) return undefined
      for (const template of templates) {
        const content = template.split(':').slice(5).join(':')
        forms.add(content.slice(0, Math.max(0, content.search(/\$|\*|$/))))
      }
    }
  }
  return [...forms]
}

/** The name of a bucket in the new form, where it is written in full. */
function bucketOf({ form }: SegmentsPart): string | undefined {
  const [first] = form.content
  if (form.service !== 'cos' || first === undefined || !('text' in first)) return undefined
  const bucket = first.text.split('/')[0] ?? ''
  return form.content.length === 1 && bucket !== '' && bucket !== 'prefix' && !bucket.includes('*') ? bucket : undefined
}
