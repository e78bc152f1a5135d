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
  /** The bytes from the beginning; may be asked for again. */
  open(): Readable
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

/** Reads the body. Throws what the socket throws when the client goes away, and holds nothing then. */
export async function spool(source: Readable, options: SpoolOptions): Promise<Spooled> {
  const keeper = new Keeper(options)
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      await keeper.take(chunk as Uint8Array)
      if (keeper.length > options.bytesMax) return { body: keeper.body(), whole: false }
    }
    return { body: keeper.body(), whole: true }
  } catch (error) {
    await keeper.dispose()
    throw error
  }
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

  async take(chunk: Uint8Array): Promise<void> {
    this.length += chunk.length
    this.#hash.update(chunk)
    this.#pick(() => this.#picker.write(chunk))
    if (this.#dropped) return
    // It cannot be allowed any more: the rest is only counted.
    if (this.#fault !== undefined || this.length > this.#options.bytesMax) await this.#drop()
    else if (this.#file !== undefined) await this.#file.write(chunk)
    else {
      this.#chunks.push(chunk)
      if (this.length > this.#options.memoryBytesMax) await this.#toFile()
    }
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

  #open(): Readable {
    if (this.#dropped) throw new Error('a body was given up before it was sent')
    if (this.#file === undefined) return Readable.from(this.#chunks, { objectMode: false })
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
