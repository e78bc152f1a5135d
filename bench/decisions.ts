// Decisions over AuthZEN: questions a second one by one and 100 in one request, over HTTP by the same connections in one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCall, send } from '../src/client/call.ts'
import { startServer } from './child.ts'
import { show } from './figures.ts'
import { load } from './load.ts'
import { credential, nowSeconds, settingsIn, targetAt } from './signed.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const singles = Number(process.env['BENCH_REQUESTS'] ?? 8_000)
const batches = Math.ceil(singles / 16)
const batchSize = 100
const connections = 16
const goal = 20

const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
const server = await startServer('opencam.ts', settingsIn(folder))
const url = `http://127.0.0.1:${server.ready.port}`
let nonce = 0
async function call(action: string, parameters: object): Promise<Readonly<Record<string, unknown>>> {
  nonce += 1
  const made = buildCall(targetAt(server, action), parameters, credential, { timestamp: nowSeconds(), nonce })
  const answer = await send(url, made)
  if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code} ${answer.Error.Message}`)
  return answer
}

/** A user who may change some lists and not others. */
async function prepare(): Promise<string> {
  const { Uin } = await call('AddUser', { Name: 'ann' })
  const resource = ['qcs::todo:::list/1*', 'qcs::todo:::list/2*']
  const document = { version: '2.0', statement: [{ effect: 'allow', action: 'todo:*', resource }] }
  const policy = await call('CreatePolicy', { PolicyName: 'lists', PolicyDocument: JSON.stringify(document) })
  await call('AttachUserPolicy', { PolicyId: policy['PolicyId'], AttachUin: Uin })
  return String((await call('CreateDecisionToken', { Service: 'todo' }))['Token'])
}

const token = await prepare()
function post(path: string, body: object): Buffer {
  const text = JSON.stringify(body)
  const head = [`POST ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${token}`]
  const tail = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`]
  return Buffer.from(`${[...head, ...tail].join('\r\n')}\r\n\r\n${text}`)
}
const subject = { type: 'user', id: 'ann' }
const action = { name: 'can_update' }
const resourceOf = (index: number): object => ({ type: 'list', id: String(index) })
const several = (question: (index: number) => object, shared: object): readonly Buffer[] =>
  Array.from({ length: batches }, (_, batch) => {
    const evaluations = Array.from({ length: batchSize }, (_, index) => question(batch * batchSize + index))
    return post('/access/v1/evaluations', { ...shared, evaluations })
  })
const kinds = {
  single: Array.from({ length: singles }, (_, index) =>
    post('/access/v1/evaluation', { subject, action, resource: resourceOf(index) }),
  ),
  shared: several((index) => ({ resource: resourceOf(index) }), { subject, action }),
  whole: several((index) => ({ subject, action, resource: resourceOf(index) }), {}),
}
type Kind = keyof typeof kinds
const names = Object.keys(kinds) as Kind[]
const answered = (answer: string): boolean => answer.includes('"decision"')

try {
  const results: Record<Kind, { readonly rate: number; readonly cpuMicros: number }>[] = []
  for (let round = 0; round <= rounds; round++) {
    const result: Partial<(typeof results)[number]> = {}
    for (const kind of round % 2 === 0 ? names : names.toReversed()) {
      const before = await server.cpuSeconds()
      const { requests, seconds, errors } = await load(server.ready.port, kinds[kind], connections, answered)
      if (errors > 0) throw new Error(`${errors} requests were not answered with decisions`)
      const questions = requests * (kind === 'single' ? 1 : batchSize)
      const cpuMicros = ((await server.cpuSeconds()) - before) * 1e6
      result[kind] = { rate: questions / seconds, cpuMicros: cpuMicros / questions }
    }
    results.push(result as (typeof results)[number])
  }
  // The first round is for warming up.
  const of = (pick: (result: (typeof results)[number]) => number): readonly number[] => results.slice(1).map(pick)
  const labels = {
    single: 'one question a request',
    shared: `${batchSize} a request, subject and action shared`,
    whole: `${batchSize} a request, each in full`,
  }
  for (const kind of names)
    show(
      labels[kind],
      of((result) => result[kind].rate),
      'decisions/s',
    )
  for (const kind of names)
    show(
      labels[kind],
      of((result) => result[kind].cpuMicros),
      'µs CPU each',
    )
  show(
    'rate, shared ÷ single',
    of(({ shared, single }) => shared.rate / single.rate),
    '',
    { atLeast: goal },
  )
  show(
    'rate, in full ÷ single',
    of(({ whole, single }) => whole.rate / single.rate),
  )
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
