// deploy/chart/values.schema.json: what values of the chart may be. The options in it are the rows of the server. Pure.
import type { OptionRow } from '../../src/config/row.ts'

/** Set by the chart's templates themselves: two values for one name would be a guess which of them wins. */
export const ownOptions: readonly string[] = [
  'OPENCAM_HOST',
  'OPENCAM_PORT',
  'OPENCAM_DATA_DIR',
  'OPENCAM_METRICS_PORT',
  'OPENCAM_METRICS_HOST',
]

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const port = { type: 'integer', minimum: 1, maximum: 65_535 } as const
const free = { type: 'object' } as const

const group = (properties: object) => ({ type: 'object', additionalProperties: false, properties })

/** The text of the schema. Secret options and those of the tests are no values: they are refused by name. */
export function renderChartSchema(rows: readonly OptionRow[]): string {
  const open = rows.filter((row) => !row.secret && !row.testOnly && !ownOptions.includes(row.env))
  const plain = open.filter((row) => !row.pattern).map((row) => [row.env, { ...text, description: row.help }] as const)
  const families = open.filter((row) => row.pattern).map((row) => [familyOf(row), { ...text, description: row.help }])
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'Written by scripts/documents.ts from src/config.ts; do not edit.',
    ...group({
      global: free,
      image: group({ repository: text, tag: text, pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] } }),
      imagePullSecrets: { type: 'array' },
      replicas: { type: 'integer', minimum: 1 },
      options: {
        ...group(Object.fromEntries(plain)),
        patternProperties: Object.fromEntries(families),
      },
      existingSecret: text,
      service: group({ type: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] }, port }),
      metrics: group({ enabled: flag, port, rules: flag }),
      persistence: group({ enabled: flag, size: text, storageClass: text }),
      resources: free,
      terminationGracePeriodSeconds: { type: 'integer', minimum: 1 },
      podAnnotations: free,
      nodeSelector: free,
      tolerations: { type: 'array' },
      affinity: free,
    }),
    // Nodes that share nothing would each have a truth of its own.
    anyOf: [
      { properties: { replicas: { type: 'integer', maximum: 1 } } },
      { properties: { existingSecret: { type: 'string', minLength: 1 } }, required: ['existingSecret'] },
    ],
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

/** `OPENCAM_UPSTREAM_<SERVICE>` as a pattern of names. */
const familyOf = (row: OptionRow): string => `^${row.env.replace(/<[^>]+>/, '[A-Z0-9][A-Z0-9_]*')}$`
