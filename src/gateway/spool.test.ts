import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { createSlots, type Slots } from './slots.ts'
import { type SpoolOptions, spool } from './spool.ts'

const folder = mkdtempSync(join(tmpdir(), 'opencam-spool-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let names = 0
function optionsWith(given: Partial<SpoolOptions> = {}): SpoolOptions {
  return {
    bytesMax: 1_000_000,
    memoryBytesMax: 1_000,
    folder,
    files: createSlots(10, 0, 0),
    fileName: () => `file-${++names}`,
    wanted: (name) => name === 'Id',
    worthKeeping: async () => true,
    ...given,
  }
}

const bodyOf = (bytes: number): Buffer =>
  Buffer.from(JSON.stringify({ Html: randomBytes(bytes / 2).toString('hex'), Id: 7 }))
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** In pieces of odd sizes. */
const arriving = (bytes: Buffer, piece = 333): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
    })(),
    { objectMode: false },
  )

async function contentOf(source: Uint8Array | Readable): Promise<Buffer> {
  if (source instanceof Uint8Array) return Buffer.from(source)
  const chunks: Buffer[] = []
  for await (const chunk of source) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Files of the folder that this process holds open, with or without a name. */
function heldFiles(): readonly string[] {
  return readdirSync('/proc/self/fd')
    .map((name) => `/proc/self/fd/${name}`)
    .filter((path) => {
      try {
        return readlinkSync(path).startsWith(folder)
      } catch {
        return false
      }
    })
}

const openFiles = (): number => heldFiles().length

const nothingLeft = (files: Slots): void => {
  expect(readdirSync(folder)).toEqual([])
  expect(openFiles()).toBe(0)
  expect(files.taken).toBe(0)
}

describe('a body', () => {
  test.each([0, 2, 900, 5_000, 300_000])(
    'of %i bytes and some: hashed, read, and given again as often as asked',
    async (bytes) => {
      const options = optionsWith()
      const body = bytes === 0 ? Buffer.alloc(0) : bodyOf(bytes)
      const { body: spooled, whole } = await spool(arriving(body), options)
      expect(whole).toBe(true)
      expect(spooled).toMatchObject({ length: body.length, sha256: sha256(body), kept: true })
      expect({ ...spooled.parameters() }).toEqual(bytes === 0 ? {} : { Id: 7 })
      expect(readdirSync(folder)).toEqual([])
      expect(openFiles()).toBe(body.length > 1_000 ? 1 : 0)
      expect((await contentOf(spooled.open())).equals(body)).toBe(true)
      expect((await contentOf(spooled.open())).equals(body)).toBe(true)
      await spooled.dispose()
      await spooled.dispose()
      nothingLeft(options.files)
      expect(() => spooled.open()).toThrow(/given up/)
    },
  )

  test('too long: read no further than it takes to know', async () => {
    const options = optionsWith({ bytesMax: 10_000 })
    const source = arriving(bodyOf(100_000))
    const { body, whole } = await spool(source, options)
    expect(whole).toBe(false)
    expect(body.length).toBeGreaterThan(10_000)
    expect(body.length).toBeLessThan(11_000)
    expect(body.kept).toBe(false)
    nothingLeft(options.files)
    source.destroy()
  })

  test('that is no JSON: read to its end, kept nowhere', async () => {
    const options = optionsWith()
    const bytes = Buffer.concat([Buffer.from('{"Id":1,,'), bodyOf(20_000)])
    const { body, whole } = await spool(arriving(bytes), options)
    expect({ whole, kept: body.kept, length: body.length }).toEqual({ whole: true, kept: false, length: bytes.length })
    expect(() => body.parameters()).toThrow(expect.objectContaining({ code: 'InvalidParameter' }))
    nothingLeft(options.files)
  })

  test('of somebody unknown: never in a file', async () => {
    const options = optionsWith({ worthKeeping: async () => false })
    const { body, whole } = await spool(arriving(bodyOf(20_000)), options)
    expect({ whole, kept: body.kept }).toEqual({ whole: true, kept: false })
    expect({ ...body.parameters() }).toEqual({ Id: 7 })
    nothingLeft(options.files)
  })

  test('when as many files as there may be are in use', async () => {
    const options = optionsWith({ files: createSlots(1, 0, 0) })
    const first = await spool(arriving(bodyOf(20_000)), options)
    const second = await spool(arriving(bodyOf(20_000)), options)
    expect([first.body.kept, second.body.kept]).toEqual([true, false])
    await first.body.dispose()
    const third = await spool(arriving(bodyOf(20_000)), options)
    expect(third.body.kept).toBe(true)
    await third.body.dispose()
    nothingLeft(options.files)
  })

  test('that breaks off', async () => {
    const options = optionsWith()
    const source = Readable.from(
      (function* () {
        yield bodyOf(20_000)
        throw new Error('aborted')
      })(),
      { objectMode: false },
    )
    await expect(spool(source, options)).rejects.toThrow('aborted')
    nothingLeft(options.files)
  })

  test('given up while it is being read', async () => {
    const options = optionsWith()
    const { body } = await spool(arriving(bodyOf(300_000)), options)
    const source = body.open()
    if (source instanceof Uint8Array) throw new Error('it is in memory')
    const failed = new Promise<Error>((resolve) => source.once('error', resolve))
    const disposed = new Promise<void>((resolve) => source.once('data', () => resolve(body.dispose())))
    expect(await failed).toBeInstanceOf(Error)
    await disposed
    nothingLeft(options.files)
  })

  test('a folder that is not there is a fault of ours', async () => {
    const options = optionsWith({ folder: join(folder, 'gone') })
    await expect(spool(arriving(bodyOf(20_000)), options)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(options.files.taken).toBe(0)
  })
})

test('the file can be read by nobody else', async () => {
  const options = optionsWith()
  const { body } = await spool(arriving(bodyOf(20_000)), options)
  const [descriptor = ''] = heldFiles()
  expect(statSync(descriptor).mode & 0o777).toBe(0o600)
  await body.dispose()
})
