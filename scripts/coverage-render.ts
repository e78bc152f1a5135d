// The table of coverage as documents: data for programs, a section of the README for people. Pure.
import { type CatalogCoverage, catalogTable } from './catalog-coverage.ts'
import type { ActionCoverage, Coverage, Share, Unprovoked } from './coverage-table.ts'

const begin = '<!-- coverage:begin -->'
const end = '<!-- coverage:end -->'

/** The text of docs/coverage.json. */
export const renderData = (coverage: Coverage, catalogs: CatalogCoverage): string =>
  `${JSON.stringify({ ...coverage, catalogs }, null, 2)}\n`

/** The text of docs/coverage.md: each code of each action by name. `rows` has the codes of every action's table. */
export function renderPage(
  { actions }: Coverage,
  rows: readonly { readonly name: string; readonly errors: readonly string[] }[],
  unprovoked: readonly Unprovoked[],
): string {
  const codesOf = new Map(rows.map((row) => [row.name, row.errors]))
  const parts = Object.entries(actions).map(([name, one]) => actionPart(name, one, codesOf.get(name) ?? [], unprovoked))
  return [
    '# What the tests saw of each action',
    '',
    'Written by `npm run documents` from the recordings of a full test run. Every error code of an action stands in one of the two lists.',
    '',
    ...parts,
  ].join('\n')
}

function actionPart(
  name: string,
  one: ActionCoverage,
  codes: readonly string[],
  unprovoked: readonly Unprovoked[],
): string {
  const absent = new Set([...one.codes.missing, ...one.faults.missing])
  const provoked = codes.filter((code) => !absent.has(code)).map((code) => `\`${code}\``)
  const reasonOf = (code: string): string =>
    unprovoked.find((entry) => entry.action === name && entry.code === code)?.reason ??
    'a fault of the server that is told by another code of the table'
  const fields = [...one.parameters.missing, ...one.results.missing].map((field) => `\`${field}\``)
  return [
    `## ${name}`,
    '',
    `Parameters ${shown(one.parameters)}, results ${shown(one.results)}${fields.length === 0 ? '' : `; not seen: ${fields.join(', ')}`}.`,
    '',
    ...(provoked.length === 0 ? [] : [`Provoked: ${provoked.join(', ')}.`, '']),
    ...[...absent].map((code) => `- Not provoked: \`${code}\`, because ${reasonOf(code)}.`),
    ...(absent.size === 0 ? [] : ['']),
  ].join('\n')
}

/** The README with its section written anew; `undefined` where it has no place for one. */
export function renderReadme(readme: string, coverage: Coverage, catalogs: CatalogCoverage): string | undefined {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)]
  if (from < 0 || to < from) return undefined
  return `${readme.slice(0, from + begin.length)}\n\n${section(coverage, catalogs)}\n${readme.slice(to)}`
}

function section({ totals, actions }: Coverage, catalogs: CatalogCoverage): string {
  const { codes, faults } = totals
  const percent = codes.all === 0 ? 0 : Math.floor((codes.seen * 1000) / codes.all) / 10
  const newer = Object.values(actions).some((one) => !one.documented)
  return [
    `The tests provoke ${codes.seen} of the ${codes.all} documented pairs of action and error code (${percent} %).`,
    'The others stand with their reasons in [test/reference/unprovoked.ts](test/reference/unprovoked.ts). Apart from them',
    `count the codes for faults of the server, of which one test injects ${faults.seen} of ${faults.all}.`,
    '[docs/coverage.md](docs/coverage.md) names every code.',
    '',
    '| Action | Parameters | Results | Error codes |',
    '| --- | --- | --- | --- |',
    ...Object.entries(actions).map(([name, one]) => line(one.documented ? name : `${name} ¹`, one)),
    line(`**All ${totals.actions}**`, totals),
    '',
    ...(newer ? ['¹ Newer than the API reference; not counted in the sums.', ''] : []),
    'Of the catalogued services, every API is seen allowed and refused through the whole signed path, each resource filled from',
    'parameters of a call ([docs/services.md](docs/services.md)).',
    '',
    ...catalogTable(catalogs),
    '',
  ].join('\n')
}

function line(name: string, { parameters, results, codes }: Pick<ActionCoverage, 'parameters' | 'results' | 'codes'>) {
  return `| ${name} | ${shown(parameters)} | ${shown(results)} | ${shown(codes)} |`
}

const shown = ({ all, seen }: Share): string => (all === 0 ? '–' : `${seen}/${all}`)
