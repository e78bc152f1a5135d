// A corpus for the linter: correct policies as people write them, and the same with one fault put in. Everything follows
// from (seed, index). What each fault is called by the linter is all that this file knows of the linter.
import { type Dice, dice } from './dice.ts'

export interface CorpusEntry {
  readonly fault: string
  readonly purpose: 'identity' | 'trust'
  readonly faulty: string
  /** The same without the fault. */
  readonly clean: string
  /** Rules of which one must be found in the faulty document and not in the clean one. */
  readonly rules: readonly string[]
}

interface StatementText {
  readonly effect: string
  readonly action: string | readonly string[]
  readonly resource?: string | readonly string[]
  readonly principal?: unknown
  readonly condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly [other: string]: unknown
}

export const CORPUS_ACCOUNT = 100000000001
export const CORPUS_APP_ID = 1250000000
export const CORPUS_NOW_MS = Date.parse('2026-06-01T00:00:00Z')

const own = `uin/${CORPUS_ACCOUNT}`
const regions = ['ap-guangzhou', 'ap-beijing', 'ap-singapore', 'eu-frankfurt', 'na-ashburn']
const bucket = `photos-${CORPUS_APP_ID}`
const arn = (account: number, rest: string): string => `qcs::cam::uin/${account}:${rest}`

const office = (draw: Dice): string => `${draw.pick([113, 81, 43])}.${10 + draw.below(80)}.${draw.below(200)}.0/24`
const instance = (draw: Dice): string =>
  `qcs::cvm:${draw.pick(regions)}:${own}:instance/ins-${draw.below(1e9).toString(36)}`
const center = (draw: Dice): string => `qcs::ccc::${own}:SdkAppId/${1400000000 + draw.below(1000)}`

/** Correct statements of a kind. Those of different kinds have nothing in common. */
const scenes = {
  callCenter: (draw) => ({
    effect: 'allow',
    action: draw.pick([
      ['ccc:CreateStaff', 'ccc:CreateUserSig'],
      ['ccc:CreateCallOutSession'],
      ['ccc:CreateExtension'],
    ]),
    resource: [center(draw)],
  }),
  tagReading: () => ({ effect: 'allow', action: ['tag:GetTagKeys', 'tag:GetResources'], resource: '*' }),
  mailPattern: () => ({ effect: 'allow', action: ['ses:Get*', 'ses:List*'], resource: '*' }),
  partners: () => ({ effect: 'allow', action: ['intlpartnersmgt:QueryUser'], resource: '*' }),
  objects: (draw) => ({
    effect: 'allow',
    action: draw.pick([['cos:GetObject'], ['cos:GetObject', 'cos:PutObject', 'cos:HeadObject']]),
    resource: [`qcs::cos:${draw.pick(regions)}:uid/${CORPUS_APP_ID}:${bucket}/${draw.pick(['2024', 'raw/in', 'a'])}/*`],
  }),
  objectsByPrefix: (draw) => ({
    effect: 'allow',
    action: ['cos:GetBucket'],
    resource: [`qcs::cos:${draw.pick(regions)}:uid/${CORPUS_APP_ID}:${bucket}/*`],
    condition: { string_like: { 'cos:prefix': `${draw.pick(['team', 'shop'])}/*` } },
  }),
  machines: (draw) => ({
    effect: 'allow',
    action: ['cvm:StartInstances', 'cvm:StopInstances'],
    resource: [instance(draw)],
    condition: { ip_equal: { 'qcs:ip': office(draw) } },
  }),
  machinesByTag: (draw) => ({
    effect: 'allow',
    action: ['cvm:RebootInstances'],
    resource: '*',
    condition: { 'for_any_value:string_equal': { 'qcs:resource_tag': `team&${draw.pick(['shop', 'search'])}` } },
  }),
  machinesOfTeam: (draw) => ({
    effect: 'allow',
    action: ['cvm:ResetInstance'],
    resource: '*',
    condition: { string_equal: { 'qcs:resource_tag/team': draw.pick(['shop', 'search']) } },
  }),
  forATime: (draw) => ({
    effect: 'allow',
    action: ['cvm:RunInstances'],
    resource: [`qcs::cvm:${draw.pick(regions)}:${own}:instance/*`],
    condition: { date_less_than: { 'qcs:current_time': `20${30 + draw.below(9)}-01-01T00:00:00Z` } },
  }),
  network: (draw) => ({
    effect: 'allow',
    action: ['vpc:AcceptVpcPeeringConnection'],
    resource: [`qcs::vpc:${draw.pick(regions)}:${own}:pcx/*`],
    condition: { string_equal: { 'vpc:accepter_vpc': `vpc-${draw.below(1e6).toString(36)}a` } },
  }),
  queues: () => ({ effect: 'allow', action: ['cmqqueue:*'], resource: ['qcs::cmqqueue:::queueName/uin/${uin}/*'] }),
  roles: (draw) => ({
    effect: 'allow',
    action: ['name/sts:AssumeRole'],
    resource: [arn(CORPUS_ACCOUNT, `roleName/${draw.pick(['reader', 'deploy'])}`)],
  }),
  people: () => ({ effect: 'allow', action: ['cam:ListUsers', 'cam:GetPolicy', 'cam:ListPolicies'], resource: '*' }),
  ownKeys: () => ({ effect: 'allow', action: ['cam:CreateAccessKey'], resource: ['qcs::cam:::uin/${uin}'] }),
  officeOnly: (draw) => ({
    effect: 'deny',
    action: ['cvm:StartInstances', 'cvm:StopInstances'],
    resource: '*',
    condition: { ip_not_equal: { 'qcs:ip': [office(draw), '8.8.8.0/24'] } },
  }),
  denyUploads: () => ({
    effect: 'deny',
    action: ['cos:GetObject', 'cos:PutObject'],
    resource: [`qcs::cos::uid/${CORPUS_APP_ID}:${bucket}/secret/*`],
  }),
  trustAccount: () => ({
    effect: 'allow',
    action: 'name/sts:AssumeRole',
    principal: { qcs: [arn(CORPUS_ACCOUNT, 'root')] },
  }),
  trustPartner: (draw) => ({
    effect: 'allow',
    action: 'name/sts:AssumeRole',
    principal: { qcs: [arn(100000000002, 'root')] },
    condition: { string_equal: { 'sts:external_id': `customer-${draw.below(1e9)}-x` } },
  }),
  trustProduct: (draw) => ({
    effect: 'allow',
    action: 'sts:AssumeRole',
    principal: { service: [draw.pick(['cvm.qcloud.com', 'scf.qcloud.com', 'cls.cloud.tencent.com'])] },
  }),
  trustSaml: () => ({
    effect: 'allow',
    action: 'name/sts:AssumeRoleWithSAML',
    principal: { federated: [arn(CORPUS_ACCOUNT, 'saml-provider/idp')] },
    condition: { string_equal: { 'saml:aud': 'https://cloud.tencent.com/login/saml' } },
  }),
  trustBuild: () => ({
    effect: 'allow',
    action: 'name/sts:AssumeRoleWithWebIdentity',
    principal: { federated: [arn(CORPUS_ACCOUNT, 'oidc-provider/ci')] },
    condition: { string_equal: { 'oidc:iss': 'https://ci.example', 'oidc:aud': 'deploy', 'oidc:sub': 'repo:shop' } },
  }),
} satisfies Readonly<Record<string, (draw: Dice) => StatementText>>

type Scene = keyof typeof scenes

type Spoil = (statement: StatementText, draw: Dice) => StatementText | readonly StatementText[]

interface FaultRow {
  readonly rules: readonly string[]
  readonly scene: Scene
  /** The statement with the fault, and others that belong to it. */
  readonly spoil?: Spoil
  /** A fault of the text itself. */
  readonly spoilText?: (text: string) => string
}

// ——— how statements are spoilt ———

const first = (value: StatementText['action'] | StatementText['resource']): string =>
  (typeof value === 'string' ? value : value?.[0]) ?? ''

const reaction =
  (change: (action: string, draw: Dice) => string): Spoil =>
  (statement, draw) => ({ ...statement, action: [change(first(statement.action), draw)] })

const replace =
  (change: (resource: string, draw: Dice) => string): Spoil =>
  (statement, draw) => ({ ...statement, resource: [change(first(statement.resource), draw)] })

const under =
  (condition: NonNullable<StatementText['condition']>): Spoil =>
  (statement) => ({ ...statement, condition: { ...statement.condition, ...condition } })

const underOnly =
  (condition: NonNullable<StatementText['condition']>): Spoil =>
  (statement) => ({ ...statement, condition })

const also =
  (action: string, resource = '*'): Spoil =>
  (statement) => [statement, { effect: 'allow', action, resource }]

/** Two neighbouring letters change places; they must differ. */
function slip(text: string, draw: Dice): string {
  for (;;) {
    const at = text.indexOf(':') + 2 + draw.below(text.length - text.indexOf(':') - 3)
    if (text[at] !== text[at + 1]) return `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`
  }
}

const segment = (index: number, value: string): Spoil =>
  replace((resource) => resource.split(':').with(index, value).join(':'))

const content = (change: (content: string) => string): Spoil =>
  replace((resource) => [...resource.split(':').slice(0, 5), change(resource.split(':').slice(5).join(':'))].join(':'))

const FAULTS: Readonly<Record<string, FaultRow>> = {
  'slip in an action': { scene: 'people', rules: ['action-typo'], spoil: reaction(slip) },
  // Nobody knows the actions of a product without a catalog: this one goes unnoticed.
  'slip in an action without a catalog': {
    scene: 'forATime',
    rules: ['action-typo', 'unknown-action'],
    spoil: reaction(slip),
  },
  'slip in a pattern': { scene: 'mailPattern', rules: ['unknown-action'], spoil: reaction(() => 'ses:Lsit*') },
  'slip in a product': {
    scene: 'machines',
    rules: ['unknown-product'],
    spoil: reaction((text) => text.replace('cvm', 'cvmm')),
  },
  'slip in a region': { scene: 'machines', rules: ['unknown-region'], spoil: segment(3, 'ap-gaungzhou') },
  'region of another cloud': { scene: 'machines', rules: ['unknown-region'], spoil: segment(3, 'us-east-1') },
  'resource of another product': { scene: 'machines', rules: ['other-product'], spoil: segment(2, 'clb') },
  'resource on an operation-level API': {
    scene: 'people',
    rules: ['operation-level-resource'],
    spoil: (one) => ({ ...one, resource: [arn(CORPUS_ACCOUNT, 'policyid/12')] }),
  },
  'type in other case': {
    scene: 'callCenter',
    rules: ['unknown-resource-type'],
    spoil: content((text) => text.toLowerCase()),
  },
  'bucket without AppId': {
    scene: 'objects',
    rules: ['bucket-without-app-id'],
    spoil: content((text) => text.replace(bucket, 'photos')),
  },
  'bucket of another AppId': {
    scene: 'objects',
    rules: ['bucket-of-other-app-id'],
    spoil: content((text) => text.replace(bucket, 'photos-1250000077')),
  },
  'slash in front': { scene: 'machines', rules: ['leading-slash'], spoil: content((text) => `/${text}`) },
  'type written twice': { scene: 'machines', rules: ['doubled-type'], spoil: content((text) => `instance/${text}`) },
  'blank behind a resource': { scene: 'machines', rules: ['blank-in-resource'], spoil: content((text) => `${text} `) },
  'account of presets': { scene: 'machines', rules: ['evaluated-account'], spoil: segment(4, 'uin/-1') },
  'AppId as the owner': { scene: 'machines', rules: ['app-id-owner'], spoil: segment(4, `uid/${CORPUS_APP_ID}`) },
  'account of somebody else': { scene: 'machines', rules: ['foreign-account'], spoil: segment(4, 'uin/100000000099') },
  'account without uin/': { scene: 'machines', rules: ['account-prefix'], spoil: segment(4, String(CORPUS_ACCOUNT)) },
  'five segments': {
    scene: 'machines',
    rules: ['missing-segment'],
    spoil: replace((text) => text.replace(':uin/', '/uin/')),
  },
  'resource name of another cloud': {
    scene: 'objects',
    rules: ['resource-of-other-cloud'],
    spoil: replace(() => 'arn:aws:s3:::photos/*'),
  },
  'placeholder left': { scene: 'machines', rules: ['placeholder'], spoil: content(() => 'instance/<instance-id>') },
  'slip in a variable': {
    scene: 'queues',
    rules: ['unknown-variable'],
    spoil: content((text) => text.replace('uin}', 'Uin}')),
  },
  'variable as the account': { scene: 'queues', rules: ['misplaced-variable'], spoil: segment(4, 'uin/${owner_uin}') },
  'address compared as text': {
    scene: 'machines',
    rules: ['address-as-text'],
    spoil: underOnly({ string_equal: { 'qcs:ip': '113.1.2.3' } }),
  },
  'every address': {
    scene: 'machines',
    rules: ['every-address'],
    spoil: underOnly({ ip_equal: { 'qcs:ip': ['113.1.2.3', '0.0.0.0/0'] } }),
  },
  'address where none is passed': {
    scene: 'partners',
    rules: ['ip-not-passed'],
    spoil: under({ ip_equal: { 'qcs:ip': '113.1.2.3' } }),
  },
  'tags where none are passed': {
    scene: 'callCenter',
    rules: ['tag-not-passed'],
    spoil: under({ 'for_any_value:string_equal': { 'qcs:resource_tag': 'a&b' } }),
  },
  'tag without &': {
    scene: 'machinesByTag',
    rules: ['tag-without-value'],
    spoil: underOnly({ 'for_any_value:string_equal': { 'qcs:resource_tag': 'team=shop' } }),
  },
  'tag with any value': {
    scene: 'machinesByTag',
    rules: ['tag-of-any-value'],
    spoil: underOnly({ 'for_any_value:string_equal': { 'qcs:resource_tag': 'team&*' } }),
  },
  'whole tag as a value': {
    scene: 'machinesOfTeam',
    rules: ['tag-pair-in-value'],
    spoil: underOnly({ string_equal: { 'qcs:resource_tag/team': 'team&shop' } }),
  },
  'wildcard in string_equal': {
    scene: 'objectsByPrefix',
    rules: ['wildcard-in-equal'],
    spoil: underOnly({ string_equal: { 'cos:prefix': 'team/*' } }),
  },
  'deny that a missing key escapes': {
    scene: 'denyUploads',
    rules: ['deny-passes-missing-key'],
    spoil: under({ string_not_equal: { 'qcs:vpc': 'vpc-1' } }),
  },
  'allow where tags are missing': {
    scene: 'machinesByTag',
    rules: ['allow-if-exist'],
    spoil: underOnly({ 'for_any_value:string_equal_if_exist': { 'qcs:resource_tag': 'team&shop' } }),
  },
  'deny of all values': {
    scene: 'denyUploads',
    rules: ['deny-needs-all-values'],
    spoil: under({ 'for_all_value:string_equal': { 'qcs:request_tag': 'team&shop' } }),
  },
  'one other tag is enough': {
    scene: 'denyUploads',
    rules: ['any-value-differs'],
    spoil: under({ string_not_equal_if_exist: { 'qcs:resource_tag': 'team&shop' } }),
  },
  'value that is excluded': {
    scene: 'network',
    rules: ['contradictory-values'],
    spoil: underOnly({
      string_equal: { 'vpc:accepter_vpc': 'vpc-1' },
      string_not_equal: { 'vpc:accepter_vpc': ['vpc-1', 'vpc-2'] },
    }),
  },
  'range that is empty': {
    scene: 'forATime',
    rules: ['empty-range'],
    spoil: under({ date_greater_than: { 'qcs:current_time': '2041-01-01T00:00:00Z' } }),
  },
  'blocks without a common address': {
    scene: 'machines',
    rules: ['disjoint-addresses'],
    spoil: underOnly({ ip_equal: { 'qcs:ip': '113.1.2.0/24' }, ip_not_equal: { 'qcs:ip': '113.0.0.0/8' } }),
  },
  'time that is over': {
    scene: 'forATime',
    rules: ['date-over'],
    spoil: underOnly({ date_less_than: { 'qcs:current_time': '2024-12-31T23:59:59Z' } }),
  },
  'missing and equal': {
    scene: 'network',
    rules: ['null-equal-contradiction'],
    spoil: under({ null_equal: { 'vpc:accepter_vpc': 'true' } }),
  },
  'statement twice': { scene: 'objects', rules: ['duplicate-statement'], spoil: (one) => [one, { ...one }] },
  'statement inside another': {
    scene: 'machines',
    rules: ['shadowed-statement'],
    spoil: (one) => [one, { ...one, action: 'cvm:St*', condition: {} }],
  },
  'allow under a deny': {
    scene: 'objects',
    rules: ['allow-covered-by-deny'],
    spoil: (one) => [one, { effect: 'deny', action: 'cos:*', resource: '*' }],
  },
  'exception to a deny': {
    scene: 'objects',
    rules: ['exception-after-deny'],
    spoil: (one) => [{ effect: 'deny', action: 'cos:*', resource: '*' }, one],
  },
  'everything allowed': { scene: 'people', rules: ['allow-everything'], spoil: also('*') },
  'everything denied': {
    scene: 'people',
    rules: ['deny-everything'],
    spoil: (one) => [one, { effect: 'deny', action: '*:*', resource: '*' }],
  },
  'attaching policies': { scene: 'people', rules: ['escalate-attach-policy'], spoil: also('cam:AttachUserPolicy') },
  'changing policies by a pattern': { scene: 'people', rules: ['escalate-change-policy'], spoil: also('cam:Update*') },
  'joining groups': { scene: 'people', rules: ['escalate-join-group'], spoil: also('cam:AddUserToGroup') },
  'keys of others': { scene: 'ownKeys', rules: ['escalate-access-key'], spoil: (one) => ({ ...one, resource: '*' }) },
  'passing any role': {
    scene: 'people',
    rules: ['escalate-pass-role'],
    spoil: also('cam:PassRole', 'qcs::cam:::roleName/*'),
  },
  'assuming any role': { scene: 'roles', rules: ['escalate-assume-role'], spoil: (one) => ({ ...one, resource: '*' }) },
  'changing trust': { scene: 'people', rules: ['escalate-trust'], spoil: also('cam:UpdateAssumeRolePolicy') },
  'boundaries off': { scene: 'people', rules: ['escalate-boundary'], spoil: also('cam:DeleteUserPermissionsBoundary') },
  'all of cam': { scene: 'people', rules: ['escalate-all-of-cam'], spoil: also('cam:*') },
  'own tags': { scene: 'machinesByTag', rules: ['escalate-tagging'], spoil: also('tag:TagResources') },
  'reading that writes': { scene: 'people', rules: ['wildcard-reaches-writes'], spoil: reaction(() => 'cam:*Get*') },
  'any product': { scene: 'machines', rules: ['wildcard-product'], spoil: reaction(() => 'c*:StartInstances') },
  'slip in a key': {
    scene: 'machines',
    rules: ['unknown-general-key'],
    spoil: underOnly({ ip_equal: { 'qcs:ipp': '113.1.2.3' } }),
  },
  'key in other case': {
    scene: 'machines',
    rules: ['key-case'],
    spoil: underOnly({ ip_equal: { 'qcs:Ip': '113.1.2.3' } }),
  },
  'number compared as text': {
    scene: 'objects',
    rules: ['key-type'],
    spoil: under({ string_equal: { 'cos:content-length': '1024' } }),
  },
  'operator of another cloud': {
    scene: 'network',
    rules: ['operator-of-other-cloud'],
    spoil: underOnly({ StringEquals: { 'vpc:vpc': 'vpc-1' } }),
  },
  'slip in an operator': {
    scene: 'network',
    rules: ['operator-typo'],
    spoil: underOnly({ string_equals: { 'vpc:vpc': 'vpc-1' } }),
  },
  'truth without quotes': {
    scene: 'objects',
    rules: ['bare-truth'],
    spoil: under({ bool_equal: { 'cos:secure-transport': true } }),
  },
  'inverted element': {
    scene: 'people',
    rules: ['inverted-element'],
    spoil: (one) => ({ ...one, notaction: 'cam:DeleteUser' }),
  },
  'effect in capitals': { scene: 'people', rules: ['effect-spelling'], spoil: (one) => ({ ...one, effect: 'ALLOW' }) },
  'version of another cloud': {
    scene: 'people',
    rules: ['version-of-other-cloud'],
    spoilText: (text) => text.replace('"2.0"', '"2012-10-17"'),
  },
  'comma too many': { scene: 'people', rules: ['trailing-comma'], spoilText: (text) => text.replace(/\]\}$/, ',]}') },
  'partner without an id': { scene: 'trustPartner', rules: ['foreign-root-without-external-id'], spoil: underOnly({}) },
  'every job of the builder': {
    scene: 'trustBuild',
    rules: ['oidc-subject-missing'],
    spoil: underOnly({ string_equal: { 'oidc:iss': 'https://ci.example', 'oidc:aud': 'deploy' } }),
  },
  'tokens for somebody else': {
    scene: 'trustBuild',
    rules: ['oidc-condition-missing'],
    spoil: underOnly({ string_equal: { 'oidc:iss': 'https://ci.example', 'oidc:sub': 'repo:shop' } }),
  },
  'call of another kind': {
    scene: 'trustSaml',
    rules: ['trust-call-mismatch'],
    spoil: (one) => ({ ...one, action: 'name/sts:AssumeRole' }),
  },
  'slip in a domain': {
    scene: 'trustProduct',
    rules: ['unknown-service-principal'],
    spoil: (one) => ({ ...one, principal: { service: ['cvm.qclod.com'] } }),
  },
  'trust in everyone': {
    scene: 'trustAccount',
    rules: ['trust-everyone'],
    spoil: (one) => ({ ...one, principal: { qcs: '*' } }),
  },
}

const trustScenes: readonly Scene[] = ['trustAccount', 'trustPartner', 'trustProduct', 'trustSaml', 'trustBuild']
/** What stands beside the statement that is spoilt. Denies are left out: they could cover it. */
const neighbours = (Object.keys(scenes) as Scene[]).filter((name) => !/^trust|^deny|^officeOnly$/.test(name))

/** The entry number `index` of a seed. The first entries have every kind of fault once. */
export function corpusEntry(seed: number, index: number): CorpusEntry {
  const draw = dice(seed, index)
  const names = Object.keys(FAULTS)
  const fault = index < names.length ? (names[index] ?? '') : draw.pick(names)
  const row = FAULTS[fault]
  if (row === undefined) throw new Error(`no fault ${fault}`)
  const { scene, rules, spoil, spoilText } = row
  const trust = trustScenes.includes(scene)
  const base: StatementText = scenes[scene](draw)
  const beside = trust ? [] : drawBeside(draw, scene)
  const text = (statements: readonly unknown[]): string =>
    JSON.stringify({ version: '2.0', statement: statements }, undefined, draw.chance(0.5) ? 2 : 0)
  const spoilt = spoil === undefined ? base : spoil(base, draw)
  const clean = text([...beside, base])
  const faulty = text([...beside, spoilt].flat())
  const purpose = trust ? 'trust' : 'identity'
  return {
    fault,
    purpose,
    clean,
    faulty: spoilText === undefined ? faulty : spoilText(JSON.stringify(JSON.parse(faulty))),
    rules,
  }
}

/** Up to two statements of other kinds; and what a deny at hand needs to mean anything. */
function drawBeside(draw: Dice, scene: Scene): readonly StatementText[] {
  const kinds = new Set<Scene>()
  if (scene === 'denyUploads') kinds.add('objects')
  for (let more = draw.below(3); more > 0; more -= 1) kinds.add(draw.pick(neighbours))
  kinds.delete(scene)
  const statements: StatementText[] = [...kinds].map((kind) => scenes[kind](draw))
  // A deny of what one of them allows, outside of the office.
  if (kinds.has('machines') && draw.chance(0.5)) statements.push(scenes.officeOnly(draw))
  return statements
}
