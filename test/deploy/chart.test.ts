import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { ownOptions } from '../../scripts/documents/chart-schema.ts'
import { optionRows, readSettings } from '../../src/config.ts'
import { version } from '../../src/server/version.ts'
import { filesUnder, read } from '../tidy/source.ts'
import { type Definitions, readTemplate, renderTemplate } from './go-template.ts'

const folder = 'deploy/chart'
const chart = parse(read(`${folder}/Chart.yaml`)) as { readonly appVersion: string; readonly name: string }
type Values = Record<string, never> & {
  readonly options: Record<string, string>
  readonly metrics: object
  readonly persistence: object
}
const values = parse(read(`${folder}/values.yaml`)) as Values
const schema = JSON.parse(read(`${folder}/values.schema.json`)) as object
const valid = new Ajv({ allErrors: true }).compile(schema)

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> }
  readonly spec: Record<string, never>
}

/** Every manifest that the chart makes of its values with others over them. */
function manifests(over: object = {}): readonly Manifest[] {
  const definitions: Definitions = new Map()
  const files = filesUnder(`${folder}/templates`)
  const read_ = files.map((file) => readTemplate(read(file), definitions))
  const dot = {
    Values: { ...values, ...over },
    Release: { Name: 'main', Service: 'Helm' },
    Chart: { AppVersion: chart.appVersion },
    Files: { Get: (name: string) => read(`${folder}/${name}`) },
  }
  return read_
    .map((nodes) => renderTemplate(nodes, dot, definitions))
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => {
      expect(document.errors).toEqual([])
      return document.toJS() as Manifest | null
    })
    .filter((one) => one !== null)
}

const one = (all: readonly Manifest[], kind: string): Manifest => {
  const found = all.find((manifest) => manifest.kind === kind)
  if (found === undefined) throw new Error(`no ${kind}`)
  return found
}

interface Container {
  readonly env: readonly { readonly name: string; readonly value: unknown }[]
  readonly envFrom?: unknown
  readonly image: string
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[]
  readonly securityContext: object
  readonly volumeMounts: readonly { readonly name: string }[]
  readonly readinessProbe: { readonly httpGet: { readonly path: string } }
}

function containerOf(all: readonly Manifest[]): Container {
  const { template } = one(all, 'StatefulSet').spec as unknown as {
    template: { spec: { containers: readonly Container[] } }
  }
  const [container] = template.spec.containers
  if (container === undefined) throw new Error('no container')
  return container
}

describe('the values of the chart', () => {
  test('fit its own schema', () => {
    expect(valid(values), JSON.stringify(valid.errors)).toBe(true)
  })

  test('may set every option that is neither a secret nor set by the chart', () => {
    const example = (env: string): string => env.replace(/<[^>]+>/, 'SES')
    const may = (env: string): boolean => valid({ ...values, options: { [example(env)]: 'x' } }) as boolean
    for (const row of optionRows) {
      const allowed = !row.secret && !row.testOnly && !ownOptions.includes(row.env)
      expect(may(row.env), row.env).toBe(allowed)
    }
    expect(may('OPENCAM_NO_SUCH_OPTION')).toBe(false)
  })

  test('refuse misspelt names, several nodes without a secret, and numbers where the environment has texts', () => {
    const refused = [{ replica: 2 }, { replicas: 2 }, { replicas: 0 }, { options: { OPENCAM_DRAIN_MS: 5 } }]
    for (const over of refused) expect(valid({ ...values, ...over }), JSON.stringify(over)).toBe(false)
    expect(valid({ ...values, replicas: 3, existingSecret: 'mine' })).toBe(true)
  })

  test('are options that the server takes, and leave it the time that the pod has', () => {
    const env = Object.fromEntries(containerOf(manifests()).env.map(({ name, value }) => [name, String(value)]))
    const { drainMs, drainNoticeMs, memoryMb, host, metricsPort, dataDir } = readSettings([], env)
    expect([host, metricsPort, dataDir]).toEqual(['0.0.0.0', 9464, '/data'])
    const seconds = Number(values['terminationGracePeriodSeconds'])
    expect((drainMs + drainNoticeMs) / 1000).toBeLessThan(seconds)
    expect(memoryMb).toBeLessThan(512)
  })

  test('have a line in the schema each, and the other way round', () => {
    const { properties } = schema as { properties: object }
    const known = Object.keys(properties).filter((name) => name !== 'global')
    expect(Object.keys(values).sort()).toEqual(known.sort())
  })
})

describe('the manifests', () => {
  test('are the same names, labels and ports everywhere', () => {
    const all = manifests({ replicas: 3, existingSecret: 'mine' })
    expect(all.map(({ kind }) => kind).sort()).toEqual(['PodDisruptionBudget', 'Service', 'Service', 'StatefulSet'])
    const set = one(all, 'StatefulSet').spec as unknown as {
      serviceName: string
      selector: { matchLabels: Record<string, string> }
      template: { metadata: { labels: Record<string, string> } }
    }
    expect(all.map(({ metadata }) => metadata.name)).toContain(set.serviceName)
    for (const { kind, metadata, spec } of all) {
      expect(metadata.name).toMatch(/^main-opencam(-nodes)?$/)
      expect(metadata.labels).toMatchObject(set.selector.matchLabels)
      if (kind === 'Service')
        expect((spec as unknown as { selector: unknown }).selector).toEqual(set.selector.matchLabels)
    }
    expect(set.template.metadata.labels).toMatchObject(set.selector.matchLabels)
    const named = new Set(containerOf(all).ports.map(({ name }) => name))
    for (const service of all.filter(({ kind }) => kind === 'Service')) {
      for (const { targetPort } of (service.spec as unknown as { ports: readonly { targetPort: string }[] }).ports) {
        expect(named.has(targetPort)).toBe(true)
      }
    }
  })

  test('run as nobody, on a file system that cannot be written, and ask readiness at its path', () => {
    const container = containerOf(manifests())
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(container.readinessProbe.httpGet.path).toBe('/readyz')
    expect(container.image).toBe(`opencam:${version}`)
    expect(container.env.every(({ value }) => typeof value === 'string')).toBe(true)
    expect(container.envFrom).toBeUndefined()
  })

  test('take secrets from a secret only', () => {
    const container = containerOf(manifests({ existingSecret: 'mine' }))
    expect(container.envFrom).toEqual([{ secretRef: { name: 'mine' } }])
  })

  test.each([true, false])('have a volume for every mount (persistence: %s)', (enabled) => {
    const all = manifests({ persistence: { ...values.persistence, enabled } })
    const spec = one(all, 'StatefulSet').spec as unknown as {
      volumeClaimTemplates?: readonly { metadata: { name: string } }[]
      template: { spec: { volumes: readonly { name: string }[] } }
    }
    const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name)
    const volumes = [...claims, ...spec.template.spec.volumes.map(({ name }) => name)]
    expect(volumes.sort()).toEqual(['data', 'tmp'])
    expect(containerOf(all).volumeMounts.map(({ name }) => name)).toEqual(['data', 'tmp'])
  })

  test('have neither port nor option nor rules of metrics where they are off, and the rules where asked for', () => {
    const off = containerOf(manifests({ metrics: { enabled: false, port: 9464, rules: true } }))
    expect(off.ports.map(({ name }) => name)).toEqual(['api'])
    expect(off.env.map(({ name }) => name)).not.toContain('OPENCAM_METRICS_PORT')
    const on = manifests({ metrics: { ...values.metrics, rules: true } })
    expect(one(on, 'PrometheusRule').spec).toEqual(parse(read('deploy/alerts.yaml')))
  })
})

test('the chart is of the version of the server', () => {
  expect(chart).toMatchObject({ name: 'opencam', appVersion: version })
})
