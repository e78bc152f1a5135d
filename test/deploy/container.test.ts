import { DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import { optionRows, readSettings } from '../../src/config.ts'
import { read } from '../tidy/source.ts'

const text = read('deploy/container/Dockerfile')
const { engines } = JSON.parse(read('package.json')) as { readonly engines: { readonly node: string } }
const nodeMajor = engines.node.replace('>=', '')
const file = DockerfileParser.parse(text)
const instructions = file.getInstructions().map((one) => ({
  keyword: one.getKeyword(),
  words: one.getArguments().map((argument) => argument.getValue()),
  raw: one.getTextContent().slice(one.getKeyword().length).trim(),
}))
const of = (keyword: string): typeof instructions => instructions.filter((one) => one.keyword === keyword)

describe('the container file', () => {
  test('has no fault that the linter knows', () => {
    expect(validate(text, { deprecatedMaintainer: 2 } as never)).toEqual([])
    expect(validate('FROM a\nRNU b\n').length).toBeGreaterThan(0)
  })

  test('stands on the Node that the server needs, in both stages, by version', () => {
    expect(of('FROM').map(({ words }) => words[0])).toEqual(Array(2).fill(`node:${nodeMajor}-bookworm-slim`))
  })

  test('takes into the last stage only what the first has made', () => {
    const last = instructions.slice(instructions.findLastIndex((one) => one.keyword === 'FROM'))
    const copies = last.filter((one) => one.keyword === 'COPY')
    expect(copies.length).toBe(2)
    for (const { raw } of copies) expect(raw).toMatch(/^--from=build (--chown=\d+:\d+ )?\/out\//)
    expect(last.filter((one) => one.keyword === 'RUN')).toEqual([])
  })

  test('runs as a number that is not root, which owns its data', () => {
    const [user = ''] = of('USER').map(({ words }) => words[0] ?? '')
    expect(user).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/)
    expect(of('COPY').some(({ raw }) => raw === `--from=build --chown=${user} /out/data /data`)).toBe(true)
  })

  test('sets options that there are, and opens the ports of the server and of its metrics', () => {
    const env = Object.fromEntries(
      of('ENV').flatMap(({ words }) => words.map((word) => word.split('=') as [string, string])),
    )
    const ours = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('OPENCAM_')))
    const { host, port, dataDir } = readSettings([], ours)
    expect([host, dataDir]).toEqual(['0.0.0.0', '/data'])
    expect(of('VOLUME').map(({ raw }) => JSON.parse(raw))).toEqual([[dataDir]])
    expect(of('EXPOSE').flatMap(({ words }) => words)).toEqual([String(port), '9464'])
    expect(optionRows.map(({ env }) => env)).toEqual(expect.arrayContaining(Object.keys(ours)))
  })

  test('starts the server without a shell between, so that signals reach it', () => {
    expect(of('ENTRYPOINT').map(({ raw }) => JSON.parse(raw))).toEqual([['node', '/opt/opencam/bin/opencam.mjs']])
    expect(of('CMD').map(({ raw }) => JSON.parse(raw))).toEqual([['serve']])
    expect(of('STOPSIGNAL').map(({ raw }) => raw)).toEqual(['SIGTERM'])
    expect(of('HEALTHCHECK')[0]?.raw).toContain('/readyz')
  })

  test('leaves out of its context what must not be in an image', () => {
    const left = read('.dockerignore').split('\n')
    expect(left).toEqual(expect.arrayContaining(['.git', '.runtime', '**/node_modules', '**/dist', 'data']))
  })
})
