// The shape of a catalog file. It judges form only; what spans rows (names that differ in case, members written twice)
// is checked in `load.ts`. `schema.json` is made from this file and must never be edited by hand.
import { z } from 'zod'

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,127}$/)
const path = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*$/)
const level = z.enum(['service', 'operation', 'resource'])

/** `qcs`, project, service, region and account without a colon, then the resource; `$` only as part of a hole. */
const template = z
  .string()
  .max(500)
  .regex(/^qcs(?::(?:[^:$]|\$\{[A-Za-z][A-Za-z0-9_]*\})*){4}:(?:[^$]|\$\{[A-Za-z][A-Za-z0-9_]*\})+$/)

/** What fills a hole. The short form, a path alone, is text that the call must give. */
const fill = z.union([
  path,
  z.strictObject({
    parameter: path.describe('Path of the request parameter; a list on the way means one resource per element'),
    type: z.enum(['text', 'integer']).default('text').describe('Kind of the parameter'),
    absent: z
      .enum(['refuse', 'class'])
      .default('refuse')
      .describe('A call without the parameter: refused, or checked on all resources of the class (`*` in the hole)'),
    assumed: z
      .literal(true)
      .optional()
      .describe('The name of the parameter is only what the template prints; no model of the API confirms it'),
  }),
])

const row = z
  .strictObject({
    class: z.enum(['write', 'read', 'list', 'other']).describe('Group of the API on the page of its product'),
    level: level.describe('Level at which the product asks for a decision'),
    resources: z.array(template).max(20).describe('Templates of all resources that must be allowed'),
    ip: z.boolean().describe('Whether qcs:ip is passed for this API'),
    summary: z
      .string()
      .max(100)
      .regex(/^(?:[A-Z].*\.)?$/)
      .describe('One short sentence, or empty'),
    fill: z.record(name, fill).optional().describe('Hole of a template to the request parameter that fills it'),
    requestTags: path
      .optional()
      .describe('Path of the parameter with the tags that the call sets, pairs of TagKey and TagValue'),
  })
  .refine((value) => (value.level === 'resource') === value.resources.length > 0, {
    path: ['resources'],
    message: 'a resource-level action names its resources, and no other action has any',
  })

/** One file of `services/` or of the operator's own folder. */
export const catalogFile = z.strictObject({
  $schema: z.string().optional(),
  service: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/)
    .describe('Abbreviation of the product in policies'),
  product: z.string().min(1).max(100),
  console: z.boolean().describe('Whether the product can be used in the console'),
  tags: z.boolean().describe('Whether tag keys are passed to decisions'),
  level: level.describe('Level printed for the product; the level of a row wins'),
  ip: z.enum(['supported', 'partial', 'none']).describe('Address conditions: for all, some or none of the actions'),
  updated: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  versions: z
    .array(z.string().regex(/^\d{4}-\d\d-\d\d$/))
    .min(1)
    .max(20)
    .optional()
    .describe('Versions of the API that calls may name; without them any version goes'),
  actions: z.record(name, row).refine((value) => Object.keys(value).length > 0, { message: 'holds no action' }),
})

export type CatalogFile = z.infer<typeof catalogFile>

/** The published JSON Schema as text, exactly as it stands in `schema.json`. */
export function catalogSchemaText(): string {
  const schema = z.toJSONSchema(catalogFile, { io: 'input' })
  return `${JSON.stringify({ title: 'Catalog of one product', ...schema }, null, 2)}\n`
}
