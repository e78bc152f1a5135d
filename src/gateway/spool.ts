// Takes a JSON body off a socket: hashed and read while it arrives, kept in memory up to a bound and in a file without a
// name from there on, so that nothing is sent on before it is known to be signed and allowed. Constant memory.
import { createHash } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { ApiError } from '../protocol/api-error.ts'
import type { RawObject } from '../protocol/call.ts'
import type { ReadBody } from '../protocol/request.ts'
import { MemberPicker } from './pick.ts'
import type { Slots } from './slots.ts'

export interface SpooledBody extends ReadBody {
  /** Whether the bytes are there, in memory or in a file. */
  readonly kept: boolean
  /** The bytes from the beginning, at once where they are in memory; may be asked for again. */
  open(): Uint8Array | Readable
  /** Gives memory and file up. May be called again. */
  dispose(): Promise<void>
}

export interface SpoolOptions {
  /** One byte more is enough to know that a body is too long. */
  readonly bytesMax: number
  readonly memoryBytesMax: number
  /** Folder for the files; they have no name once they are open. */
  readonly folder: string
  readonly files: Slots
  /** Name for a new file. */
  fileName(): string
  /** Which members the call is checked by. */
  wanted(name: string): boolean
  /** Asked once, before a body goes to a file: whether anybody is behind it who may be believed. */
  worthKeeping(): Promise<boolean>
}

/** What has arrived of a body. `whole`: to its end; otherwise it is too long and there is more. */
export interface Spooled {
  readonly body: SpooledBody
  readonly whole: boolean
}

/** Reads the body. Rejects with what the socket says when the client goes away, and holds nothing then. */
export function spool(source: Readable, options: SpoolOptions): Promise<Spooled> {
  const keeper = new Keeper(options)
  return new Promise((resolve, reject) => {
    let over = false
    // What the keeper is at: the end of a body, or of its client, can come while a disk is still busy.
    let busy: Promise<unknown> = Promise.resolve()
    const finish = (how: () => void): void => {
      if (over) return
      over = true
      source.off('data', take).off('end', end).off('close', broken)
      how()
    }
    const abandon = (error: unknown): void => {
      const dispose = (): Promise<void> => keeper.dispose()
      busy.then(dispose, dispose).then(() => reject(error), reject)
    }
    const fail = (error: unknown): void => finish(() => abandon(error))
    const give = (whole: boolean): void =>
      finish(() => void busy.then(() => resolve({ body: keeper.body(), whole }), abandon))
    const end = (): void => give(true)
    const broken = (error?: unknown): void => fail(error ?? new Error('the client went away amid its request'))
    const take = (chunk: Uint8Array): void => {
      const wait = keeper.take(chunk)
      const tooLong = keeper.length > options.bytesMax
      // What fits into memory waits for nothing; a disk is waited for, and the client with it.
      if (wait === undefined && !tooLong) return
      source.pause()
      if (wait !== undefined) busy = wait
      const goOn = (): void => {
        if (tooLong) give(false)
        else if (!over) source.resume()
      }
      busy.then(goOn, fail)
    }
    source.on('error', broken)
    source.on('data', take).once('end', end).once('close', broken)
  })
}

class Keeper {
  readonly #options: SpoolOptions
  readonly #hash = createHash('sha256')
  readonly #picker: MemberPicker
  #fault: ApiError | undefined
  #chunks: Uint8Array[] = []
  #file: FileHandle | undefined
  #release: (() => void) | undefined
  #dropped = false
  length = 0

  constructor(options: SpoolOptions) {
    this.#options = options
    this.#picker = new MemberPicker(options.wanted)
  }

  /** A promise where there is something to wait for before the next one. */
  take(chunk: Uint8Array): Promise<unknown> | undefined {
    this.length += chunk.length
    this.#hash.update(chunk)
    this.#pick(() => this.#picker.write(chunk))
    if (this.#dropped) return undefined
    // It cannot be allowed any more: the rest is only counted.
    if (this.#fault !== undefined || this.length > this.#options.bytesMax) return this.#drop()
    if (this.#file !== undefined) return this.#file.write(chunk)
    this.#chunks.push(chunk)
    return this.length > this.#options.memoryBytesMax ? this.#toFile() : undefined
  }

  #pick(read: () => void): void {
    if (this.#fault !== undefined) return
    try {
      read()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#fault = error
    }
  }

  async #toFile(): Promise<void> {
    const { files, folder, fileName, worthKeeping } = this.#options
    this.#release = (await worthKeeping()) ? await files.take() : undefined
    if (this.#release === undefined) return this.#drop()
    const path = join(folder, fileName())
    this.#file = await open(path, 'wx+', 0o600)
    await unlink(path)
    for (const chunk of this.#chunks) await this.#file.write(chunk)
    this.#chunks = []
  }

  async #drop(): Promise<void> {
    this.#dropped = true
    await this.dispose()
  }

  body(): SpooledBody {
    let members: RawObject = Object.create(null)
    if (this.length > 0) this.#pick(() => Object.assign(members, this.#picker.end()))
    const fault = this.#fault
    const sha256 = this.#hash.digest('hex')
    const kept = !this.#dropped
    return {
      length: this.length,
      sha256,
      kept,
      parameters() {
        if (fault !== undefined) throw fault
        return members
      },
      open: () => this.#open(),
      dispose: () => {
        members = Object.create(null)
        return this.dispose()
      },
    }
  }

  #open(): Uint8Array | Readable {
    if (this.#dropped) throw new Error('a body was given up before it was sent')
    if (this.#file === undefined) return Buffer.concat(this.#chunks)
    return Readable.from(contentOf(this.#file, this.length), { objectMode: false })
  }

  async dispose(): Promise<void> {
    const [file, release] = [this.#file, this.#release]
    this.#file = undefined
    this.#release = undefined
    this.#chunks = []
    this.#dropped = true
    try {
      await file?.close()
    } finally {
      release?.()
    }
  }
}

const readBytes = 65_536

/** By position, so that it can be read more than once, and without a hold on the file, so that closing it waits for nothing. */
async function* contentOf(file: FileHandle, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(readBytes), 0, readBytes, at)
    if (bytesRead === 0) throw new Error('a file of the gateway is shorter than what was written to it')
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
