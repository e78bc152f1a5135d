// The code that the explorer writes: run where what it needs is here, against a real server; held against the language's own
// checker where one is on this machine; the title of one test says for which languages there is none.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeCall } from '../../console/src/pages/explorer/code/code-call.ts'
import { type Language, languages } from '../../console/src/pages/explorer/code/languages.ts'
import { type Started, startOn } from '../sdk/server.ts'

/** All that could end a text of some language before its time. */
const hostile =
  '中文 😀 "quoted" \'single\' \\ back\\slash `tick` $HOME ${x} $(id) )json" """ \'\'\' #{1} %s \t tab\nJSON\nEOF */ // <?php ?>'

let server: Started
let folder: string
beforeAll(async () => {
  server = await startOn('SQLite')
  folder = mkdtempSync(join(tmpdir(), 'opencam-code-'))
}, 60_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server?.close()
})

const callOf = (params: CodeCall['params'], action = 'CreateGroup'): CodeCall => ({
  product: 'cam',
  version: '2019-01-16',
  action,
  params,
  region: '',
  endpoint: server.server.url,
})

interface Ended {
  readonly code: number
  readonly output: string
  readonly complaints: string
}

function run(file: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { secretId, secretKey } = server.root
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    ...more,
  }
  return new Promise((resolve, reject) => {
    execFile(file, args, { env, cwd: folder, timeout: 60_000 }, (error, output, complaints) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, complaints })
    })
  })
}

function languageOf(id: string): Language {
  const found = languages.find((language) => language.id === id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

/** Writes the code into a folder of its own; gives the file. */
function written({ id, file, make }: Language, call: CodeCall): string {
  mkdirSync(join(folder, id), { recursive: true })
  const path = join(folder, id, file)
  writeFileSync(path, make(call))
  return path
}

const repository = fileURLToPath(new URL('../..', import.meta.url))
/** How code is started, for the languages that can be run here. */
const runners = [
  ['node', process.execPath],
  ['node-intl', process.execPath],
  ['python-plain', 'python3'],
  ['curl', 'sh'],
] as const

/** Writes the code and runs it; the libraries are those of this repository. */
const start = (
  id: string,
  program: string,
  call: CodeCall,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  run(program, [written(languageOf(id), call)], { NODE_PATH: join(repository, 'node_modules'), ...env })

describe('run against a server', () => {
  test.each(runners)('%s: makes what it was told to make, and answers', async (id, program) => {
    const GroupName = `made-by-${id}`
    const ended = await start(id, program, callOf({ GroupName, Remark: hostile }))
    expect(ended.complaints).toBe('')
    expect(ended.output).toMatch(/"GroupId": ?\d+/)
    expect(ended.output).toMatch(/"RequestId": ?"[0-9a-f-]{36}"/)
    const { GroupInfo } = await server.client(server.root).call('ListGroups', { Keyword: GroupName })
    expect(GroupInfo).toMatchObject([{ GroupName, Remark: hostile }])
  })

  test.each(runners)(
    '%s: calls an action that the libraries have no model of, with lists of structures',
    async (id, program) => {
      const Questions = [{ ActionName: 'cam:ListUsers', Resource: ['*'] }]
      const ended = await start(id, program, callOf({ Questions, Explain: false }, 'CheckAccessBatch'))
      expect(ended.complaints).toBe('')
      expect(ended.output).toMatch(/"Effect": ?"allow"/)
    },
  )

  test.each(runners)('%s: shows a refusal', async (id, program) => {
    const ended = await start(id, program, callOf({ GroupId: 1 }, 'GetGroup'))
    expect(ended.output + ended.complaints).toMatch(/ResourceNotFound\.\w+/)
    expect(ended.output + ended.complaints).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    // The shell shows the answer as it came.
    expect(ended.code).toBe(id === 'curl' ? 0 : 1)
  })

  test.each(runners)('%s: takes a temporary key', async (id, program) => {
    const statement = [{ effect: 'allow', action: 'cam:*', resource: '*' }]
    const Policy = encodeURIComponent(JSON.stringify({ version: '2.0', statement }))
    const answer = await server.client(server.root, 'sts').call('GetFederationToken', { Name: 'coder', Policy })
    const {
      TmpSecretId = '',
      TmpSecretKey = '',
      Token = '',
    } = answer['Credentials'] as Readonly<Record<string, string>>
    const ended = await start(id, program, callOf({}, 'ListGroups'), {
      TENCENTCLOUD_SECRET_ID: TmpSecretId,
      TENCENTCLOUD_SECRET_KEY: TmpSecretKey,
      TENCENTCLOUD_TOKEN: Token,
    })
    expect(ended.complaints).toBe('')
    expect(ended.output).toMatch(/"TotalNum": ?\d+/)
  })
})

/** Programs that read a language and say whether it is one; `fine` judges what they say. */
interface Checker {
  readonly id: string
  readonly program: string
  readonly args: (file: string) => readonly string[]
  readonly fine?: (ended: Ended) => void
}

const clean = ({ code, output, complaints }: Ended): void => expect(code, output + complaints).toBe(0)
/** The libraries are not here, so their names are missed; nothing else may be. */
const missesOnlyNames = ({ complaints }: Ended): void => {
  const faults = complaints.split('\n').filter((line) => / error: /.test(line))
  expect(
    faults.filter((line) => !/package com\.tencentcloudapi\S* does not exist|cannot find symbol/.test(line)),
  ).toEqual([])
}

const checkers: readonly Checker[] = [
  { id: 'python', program: 'python3', args: (file) => ['-m', 'py_compile', file] },
  { id: 'php', program: 'php', args: (file) => ['-l', file] },
  { id: 'ruby', program: 'ruby', args: (file) => ['-wc', file] },
  {
    id: 'go',
    program: 'gofmt',
    args: (file) => ['-e', '-d', file],
    fine: (ended) => {
      clean(ended)
      expect(ended.output).toBe('')
    },
  },
  { id: 'java', program: 'javac', args: (file) => ['-encoding', 'UTF-8', '-d', folder, file], fine: missesOnlyNames },
  { id: 'cpp', program: 'g++', args: (file) => ['-std=c++11', '-fsyntax-only', '-I', join(folder, 'stand-in'), file] },
  { id: 'dotnet', program: 'dotnet', args: (file) => ['build', join(file, '..')] },
  { id: 'tccli', program: 'sh', args: (file) => ['-n', file] },
]

function isHere(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((place) => existsSync(join(place, program)))
}

const here = checkers.filter(({ program }) => isHere(program))
const absent = checkers.filter(({ program }) => !isHere(program)).map(({ id, program }) => `${id} (${program})`)

/** As much of the C++ library as the code uses, so that the compiler can read it through. */
const cppStandIn = `#pragma once
#include <string>
namespace TencentCloud {
inline void InitAPI() {}
inline void ShutdownAPI() {}
struct Credential { Credential(const std::string &, const std::string &, const std::string &) {} };
struct HttpProfile { enum Scheme { HTTPS, HTTP }; void SetEndpoint(const std::string &) {} void SetProtocol(const Scheme &) {} };
struct ClientProfile { explicit ClientProfile(const HttpProfile &) {} };
struct Failure { std::string PrintAll() const { return ""; } };
struct Answer { const char *Body() const { return ""; } unsigned BodySize() const { return 0; } };
struct Outcome { bool IsSuccess() const { return true; } Answer GetResult() const { return Answer(); } Failure GetError() const { return Failure(); } };
struct CommonClient {
  CommonClient(const std::string &, const std::string &, const Credential &, const std::string &, const ClientProfile &) {}
  Outcome MakeRequestJson(const std::string &, const std::string &) { return Outcome(); }
};
}
`
const cppHeaders = [
  'AsyncCallerContext',
  'CommonClient',
  'Credential',
  'NetworkProxy',
  'TencentCloud',
  'profile/ClientProfile',
  'profile/HttpProfile',
]

describe('read by the checker of its language', () => {
  beforeAll(() => {
    for (const header of cppHeaders) {
      const path = join(folder, 'stand-in/tencentcloud/core', `${header}.h`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, header === 'CommonClient' ? cppStandIn : '#include <tencentcloud/core/CommonClient.h>\n')
    }
  })

  test.each(here)('$id, by $program', async ({ id, program, args, fine = clean }) => {
    for (const params of [{}, { Text: hostile, Flag: true, Count: 7, List: [{ Deep: [hostile, 1] }, {}], None: [] }]) {
      for (const region of ['', 'ap-guangzhou']) {
        fine(await run(program, args(written(languageOf(id), { ...callOf(params), region }))))
      }
    }
  })

  test(`every language that is not run has a checker; here there is none of ${absent.join(', ') || 'those missing'}`, () => {
    const run = new Set<string>(runners.map(([id]) => id))
    const checked = new Set(checkers.map(({ id }) => id))
    expect(languages.map(({ id }) => id).filter((id) => !run.has(id) && !checked.has(id))).toEqual([])
    // These come with every machine that runs the suite.
    expect(here.map(({ id }) => id)).toEqual(expect.arrayContaining(['python', 'tccli']))
  })
})

describe('every language', () => {
  const secure = {
    product: 'sts',
    version: '2018-08-13',
    action: 'GetCallerIdentity',
    params: {},
    region: '',
    endpoint: 'https://cam.example:8600',
  }
  test.each(languages)(
    '$title: names the call, takes keys from the environment, and nothing from elsewhere',
    ({ make }) => {
      const text = make(secure)
      for (const word of [
        'cam.example:8600',
        'GetCallerIdentity',
        '2018-08-13',
        'TENCENTCLOUD_SECRET_ID',
        'TENCENTCLOUD_SECRET_KEY',
        'TENCENTCLOUD_TOKEN',
      ]) {
        expect(text).toContain(word)
      }
      expect(text).not.toMatch(/AKID|http:\/\/|undefined|\[object/)
      expect(text.endsWith('\n')).toBe(true)
    },
  )

  test.each(languages)('$title: says where the service is to act', ({ make }) => {
    expect(make({ ...secure, region: 'ap-hongkong' })).toContain('ap-hongkong')
  })
})
