// The generator of the agreement proof: a world is one subject with all its policies and a number of requests to it.
// Everything follows from (seed, world index), so that a failing case is named by numbers. Policies are such as the
// reader accepts; nothing here knows how they are decided.
import type { ContextValue, Granularity, ListedRequest, PolicySource, Subject, Via } from '../../../src/policy/types.ts'
import { type Numbers, noActions, numberSets } from './alphabet.ts'
import { anyHint, type Hint } from './conditions.ts'
import { type Dice, dice } from './dice.ts'
import { type DocumentForm, drawDocument, drawTheme, type Sketch } from './documents.ts'
import { askedAction, askedResource, concreteAction, concretePlace, type Place } from './patterns.ts'

export interface GeneratedWorld {
  readonly subject: Subject
  /** Somebody else with the same policies: what was made for one must not leak into the other. */
  readonly twin: Subject
  readonly requests: readonly ListedRequest[]
}

/** The world number `index` of a seed, with as many requests as asked for; request n is the same for any `count`. */
export function generateWorld(seed: number, index: number, count: number): GeneratedWorld {
  const draw = dice(seed, index)
  const { subject, sketches, numbers } = drawSubject(draw)
  const twin = drawTwin(draw, subject, numbers)
  const requests = Array.from({ length: count }, (_, n) => drawRequest(dice(seed, index, n + 1), sketches, numbers))
  return { subject, twin, requests }
}

function drawTwin(draw: Dice, subject: Subject, numbers: Numbers): Subject {
  const uin = draw.chance(0.3) ? undefined : draw.pick([numbers.user, numbers.otherUser])
  const kind = uin === undefined ? 'role' : draw.pick(['user', 'role'] as const)
  if (draw.chance(0.7)) return { ...subject, kind, uin }
  return { ...subject, kind, uin, account: numbers.foreign, appId: numbers.foreignApp }
}

interface DrawnSubject {
  readonly subject: Subject
  readonly sketches: readonly Sketch[]
  readonly numbers: Numbers
}

function drawSubject(draw: Dice): DrawnSubject {
  const numbers = draw.pick(numberSets)
  const kind = draw.weighted<Subject['kind']>([
    [1, 'root'],
    [9, 'user'],
    [3, 'role'],
  ])
  const themes = [drawTheme(draw), drawTheme(draw)]
  const sketches: Sketch[] = []
  let policyId = 100
  const policy = (wide: number): PolicySource => {
    policyId += 1
    return drawPolicy(draw, policyId, { numbers, preset: draw.chance(0.2), themes, wide }, sketches)
  }
  // Many policies now and then: what is searched by other means than walking through must find the same.
  const count = draw.weighted([
    [1, 0],
    [3, 1],
    [4, 2],
    [3, 3],
    [2, 4],
    [1, 6],
    [1.2, 12 + draw.below(16)],
  ])
  const identity = Array.from({ length: count }, () => policy(0.12))
  const boundary = draw.chance(0.3) ? policy(0.4) : undefined
  const session = draw.chance(kind === 'user' ? 0.2 : 0.4) ? policy(0.4) : undefined
  const uin = kind === 'root' ? numbers.own : kind === 'role' && draw.chance(0.4) ? undefined : numbers.user
  const { own: account, ownApp: appId } = numbers
  return { subject: { kind, uin, account, appId, identity, boundary, session }, sketches, numbers }
}

function drawPolicy(draw: Dice, policyId: number, form: DocumentForm, sketches: Sketch[]): PolicySource {
  const { numbers, preset } = form
  const { text, drawn } = drawDocument(draw, form)
  sketches.push(...drawn)
  const via: Via = draw.chance(0.3) ? { kind: 'group', groupId: 13, groupName: 'g' } : { kind: 'direct' }
  const creator = draw.chance(0.94) ? numbers.own : numbers.foreign
  return { policyId, policyName: `p${policyId}`, versionId: 1, preset, creator, document: text, via }
}

/** Most requests aim at a statement of the subject and then stray from it in one thing or another. */
export function drawRequest(draw: Dice, sketches: readonly Sketch[], numbers: Numbers): ListedRequest {
  const target = sketches.length > 0 && draw.chance(0.92) ? draw.pick(sketches) : undefined
  const action = target !== undefined && draw.chance(0.92) ? target.action : concreteAction(draw)
  const granularity = draw.weighted<Granularity>([
    [16, 'resource'],
    [3, 'operation'],
    [1.5, 'service'],
  ])
  const places = drawPlaces(draw, target, action)
  // What is asked at one level with the resource of another is decided too.
  const whole = draw.chance(granularity === 'resource' ? 0.05 : 0.9)
  return {
    action: draw.chance(0.01) ? draw.pick(noActions) : askedAction(draw, action),
    resources: whole ? ['*'] : places.map((place) => askedResource(draw, place, numbers)),
    granularity,
    context: drawContext(draw, target, sketches, numbers),
  }
}

function drawPlaces(draw: Dice, target: Sketch | undefined, action: string): readonly Place[] {
  const count = draw.weighted([
    [16, 1],
    [3, 2],
    [1, 3],
  ])
  return Array.from({ length: count }, () => {
    const place = target !== undefined && draw.chance(0.92) ? target.place : concretePlace(draw, action)
    return draw.chance(0.1) ? { ...concretePlace(draw, action), service: place.service, owner: place.owner } : place
  })
}

function drawContext(
  draw: Dice,
  target: Sketch | undefined,
  sketches: readonly Sketch[],
  numbers: Numbers,
): ReadonlyMap<string, ContextValue> {
  const context = new Map<string, ContextValue>()
  const add = ([key, value]: Hint): void => {
    if (!context.has(key)) context.set(key, value)
  }
  for (const hint of target?.hints ?? []) if (draw.chance(0.8)) add(hint)
  for (const sketch of sketches) for (const hint of sketch.hints) if (draw.chance(0.35)) add(hint)
  for (let more = draw.below(5); more > 0; more -= 1) add(anyHint(draw, numbers))
  if (draw.chance(0.2)) add(['mfa', draw.pick(['0', '1', 0, 1])])
  return context
}
