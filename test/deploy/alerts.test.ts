import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parser } from '@prometheus-io/lezer-promql'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { anchorOf } from '../../scripts/documents/alerts.ts'
import { alertRows } from '../../src/observe/alerts.ts'
import { type MetricRow, otherValue } from '../../src/observe/row.ts'
import { metricRows } from '../../src/observe/rows.ts'
import { read, root } from '../tidy/source.ts'

/** What Prometheus itself writes of every target. */
const ofPrometheus: readonly MetricRow[] = [{ name: 'up', type: 'gauge', help: '', labels: { job: [], instance: [] } }]

interface Selector {
  readonly metric: string
  readonly matchers: readonly string[]
}

/** The selectors of an expression, by the grammar of Prometheus. Throws where it is none. */
function selectorsOf(expression: string): readonly Selector[] {
  const found: { metric: string; matchers: string[] }[] = []
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      const text = expression.slice(from, to)
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`)
      if (type.name === 'VectorSelector') found.push({ metric: /^[\w:]+/.exec(text)?.[0] ?? '', matchers: [] })
      if (/Matcher$/.test(type.name)) found.at(-1)?.matchers.push(text)
    },
  })
  return found
}

describe.each(alertRows)('the alert $name', (row) => {
  test('asks for metrics and labels that there are', () => {
    const selectors = selectorsOf(row.expression)
    expect(selectors.length).toBeGreaterThan(0)
    for (const { metric, matchers } of selectors) {
      const known = [...metricRows, ...ofPrometheus].find(
        ({ name, type }) => name === metric || (type === 'histogram' && `${name}_bucket` === metric),
      )
      expect(known, metric).toBeDefined()
      for (const matcher of matchers) {
        const [, label = '', sign, value = ''] = /^(\w+)(=~|!=|=)"(.*)"$/.exec(matcher) ?? []
        const values = (known as MetricRow | undefined)?.labels[label]
        expect(values, `${metric} ${matcher}`).toBeDefined()
        if (sign === '=' && typeof values === 'object') expect(values).toContain(value)
      }
    }
  })

  test('has its page in the runbook, which says what to do', () => {
    const runbook = read('docs/operating/runbooks.md')
    const from = runbook.indexOf(`\n## ${row.name}\n`)
    expect(from).toBeGreaterThan(0)
    const section = runbook.slice(from, runbook.indexOf('\n## ', from + 5) >>> 0)
    for (const text of [row.expression, row.means, ...row.look, ...row.act]) expect(section).toContain(text)
    expect(row.look.length).toBeGreaterThan(0)
    expect(row.act.length).toBeGreaterThan(0)
  })
})

test('metrics and options that a runbook names are there', () => {
  const text = read('docs/operating/runbooks.md')
  const names = metricRows.map(({ name }) => name as string)
  const named = [...text.matchAll(/\bopencam_[a-z_]+/g)].map(([name]) => name.replace(/_bucket$/, ''))
  expect(named.filter((name) => !names.includes(name))).toEqual([])
  const options = read('docs/options.md')
  const asked = [...text.matchAll(/\bOPENCAM_[A-Z_]+/g)].map(([name]) => name)
  expect(asked.filter((name) => !options.includes(`\`${name}\``))).toEqual([])
})

test('the file of rules has every alert once, each with a link to its page', () => {
  const { groups } = parse(read('deploy/alerts.yaml')) as {
    groups: readonly { rules: readonly { alert: string; expr: string; annotations: { runbook: string } }[] }[]
  }
  const rules = groups.flatMap((group) => group.rules)
  expect(rules.map(({ alert, expr }) => ({ alert, expr }))).toEqual(
    alertRows.map(({ name, expression }) => ({ alert: name, expr: expression })),
  )
  for (const [at, rule] of rules.entries()) {
    const [file = '', anchor = ''] = rule.annotations.runbook.split('#')
    expect(existsSync(join(root, file))).toBe(true)
    expect(anchor).toBe(anchorOf(alertRows[at] ?? { name: '' }))
  }
  expect(read('deploy/chart/alerts.yaml')).toBe(read('deploy/alerts.yaml'))
})

test('the grammar that judges the rules refuses what is none', () => {
  expect(() => selectorsOf('sum by (a rate(b[5m]')).toThrow('no PromQL')
  expect(otherValue).toBe('other')
})

/** Prometheus's own checker, where Debian's package `prometheus` is installed; elsewhere the grammar above is all. */
const promtool = '/usr/bin/promtool'
test(`the rules are read by ${existsSync(promtool) ? 'Prometheus itself' : 'the grammar alone: no promtool is here'}`, () => {
  if (!existsSync(promtool)) return
  const said = execFileSync(promtool, ['check', 'rules', join(root, 'deploy/alerts.yaml')], { encoding: 'utf8' })
  expect(said).toContain(`SUCCESS: ${alertRows.length} rules found`)
})
