import { createPartBuffer } from '@lingzhi/objects/part-buffer'
import type { Place } from './fault.ts'
import { cutOff, notJson, tooDeep } from './fault.ts'

export type Key = string | number
export type Path = readonly Key[]

/** What to do with the value at a path: go into it, take it whole, or pass over it. */
export type Choice = 'enter' | 'take' | 'pass'

export type JsonPart =
  /** A value taken whole; its bytes are lent until the next part is asked for. */
  | { kind: 'value'; path: Path; bytes: Buffer; byte: number }
  /** A value that was to be taken and is larger than allowed: passed over. */
  | { kind: 'large'; path: Path; byte: number }
  /** A value that was entered has ended. */
  | { kind: 'end'; path: Path; byte: number }

interface Frame {
  list: boolean
  key: Key
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'next' | 'nothing'

/**
 * Reads a JSON document of any size in the chunks it comes in, and hands out the values that `choose` takes, each whole and at
 * most `valueMaxBytes` long: that, and nothing else of the document, is held. Only the brackets of what is not entered are looked
 * at, so a value is known to be JSON once it has been parsed. Deeper than `depthMax` is refused, wherever it is.
 */
export class JsonScanner {
  readonly #choose: (path: Path, isList: boolean) => Choice
  readonly #valueMaxBytes: number
  readonly #depthMax: number
  readonly #frames: Frame[] = []
  #expected: Expected = 'value'
  #begun = false
  /** Bytes before the current chunk. */
  #offset = 0

  // The value, or the key, that is being read.
  #reading: 'container' | 'string' | 'scalar' | undefined
  #isKey = false
  #choice: Choice = 'pass'
  #depth = 0
  #inString = false
  #escaped = false
  #start = 0
  /** What is kept of it, in memory that is used again. */
  readonly #kept = createPartBuffer(keptBytes)
  #bytes = 0

  constructor(
    choose: (path: Path, isList: boolean) => Choice,
    { valueMaxBytes, depthMax }: { valueMaxBytes: number; depthMax: number },
  ) {
    this.#choose = choose
    this.#valueMaxBytes = valueMaxBytes
    this.#depthMax = depthMax
  }

  /** What of interest a chunk completes. Raises ImportFault. */
  *push(chunk: Buffer): Generator<JsonPart> {
    let at = 0
    while (at < chunk.length) {
      if (this.#reading) {
        const end = this.#findEnd(chunk, at)
        this.#keep(chunk, at, end === -1 ? chunk.length : end)
        if (end === -1) break
        at = end
        const part = this.#endValue()
        if (part) yield part
        continue
      }
      const byte = chunk[at]!
      if (isSpace(byte)) {
        at += 1
        continue
      }
      const part = this.#structure(byte, at)
      // What begins a value is read with it.
      if (!this.#reading) at += 1
      if (part) yield part
    }
    this.#offset += chunk.length
  }

  /** The document has ended. Raises ImportFault if it is not whole. */
  *end(): Generator<JsonPart> {
    if (this.#reading === 'scalar') {
      const part = this.#endValue()
      if (part) yield part
    }
    if (this.#expected !== 'nothing' || this.#reading) throw cutOff({ byte: this.#offset })
  }

  /** False until something else than white space has come. */
  get begun(): boolean {
    return this.#begun
  }

  #path(): Key[] {
    return this.#frames.map(({ key }) => key)
  }

  #fault(at: number): never {
    throw notJson(this.#place(at))
  }

  #place(at: number): Place {
    return { byte: this.#offset + at }
  }

  #structure(byte: number, at: number): JsonPart | undefined {
    this.#begun = true
    const frame = this.#frames.at(-1)
    switch (this.#expected) {
      case 'value or end':
        if (byte === closeList) return this.#leave(at)
        return this.#beginValue(byte, at)
      case 'value':
        return this.#beginValue(byte, at)
      case 'key or end':
        if (byte === closeObject) return this.#leave(at)
        return this.#beginKey(byte, at)
      case 'key':
        return this.#beginKey(byte, at)
      case 'colon':
        if (byte !== colon) this.#fault(at)
        this.#expected = 'value'
        return
      case 'next':
        if (byte === comma && frame) {
          if (frame.list) frame.key = (frame.key as number) + 1
          this.#expected = frame.list ? 'value' : 'key'
          return
        }
        if (frame && byte === (frame.list ? closeList : closeObject)) return this.#leave(at)
        return this.#fault(at)
      case 'nothing':
        return this.#fault(at)
    }
  }

  #beginKey(byte: number, at: number): undefined {
    if (byte !== quote) this.#fault(at)
    this.#isKey = true
    this.#choice = 'take'
    this.#begin('string', at)
  }

  #beginValue(byte: number, at: number): undefined {
    const isContainer = byte === openList || byte === openObject
    const choice = this.#choose(this.#path(), byte === openList)
    if (isContainer && choice === 'enter') {
      if (this.#frames.length >= this.#depthMax) throw tooDeep(this.#place(at))
      this.#frames.push({ list: byte === openList, key: byte === openList ? 0 : '' })
      this.#expected = byte === openList ? 'value or end' : 'key or end'
      return
    }
    if (!isContainer && byte !== quote && !isScalar(byte)) this.#fault(at)
    this.#choice = choice === 'enter' ? 'take' : choice
    this.#begin(isContainer ? 'container' : byte === quote ? 'string' : 'scalar', at)
  }

  #begin(kind: 'container' | 'string' | 'scalar', at: number): void {
    this.#reading = kind
    this.#depth = 0
    this.#inString = false
    this.#escaped = false
    this.#start = this.#offset + at
    this.#kept.clear()
    this.#bytes = 0
  }

  /** Where the value ends in the chunk, or -1. */
  #findEnd(chunk: Buffer, from: number): number {
    if (this.#reading === 'scalar') {
      for (let at = from; at < chunk.length; at++) if (!isScalar(chunk[at]!)) return at
      return -1
    }
    const depthMax = this.#depthMax - this.#frames.length
    let depth = this.#depth
    let inString = this.#inString
    let escaped = this.#escaped
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (inString) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) {
          inString = false
          if (depth === 0) return at + 1
        }
      } else if (byte === quote) inString = true
      else if (byte === openObject || byte === openList) {
        depth += 1
        if (depth > depthMax) throw tooDeep(this.#place(at))
      } else if (byte === closeObject || byte === closeList) {
        depth -= 1
        if (depth === 0) return at + 1
      }
    }
    this.#depth = depth
    this.#inString = inString
    this.#escaped = escaped
    return -1
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    this.#bytes += to - from
    if (this.#choice !== 'take') return
    const maxBytes = this.#isKey ? keyMaxBytes : this.#valueMaxBytes
    if (this.#bytes <= maxBytes) this.#kept.append(chunk.subarray(from, to))
    else this.#kept.clear()
  }

  #endValue(): JsonPart | undefined {
    const bytes = this.#kept.bytes()
    const byte = this.#start
    this.#reading = undefined
    if (this.#isKey) {
      this.#isKey = false
      this.#expected = 'colon'
      const frame = this.#frames.at(-1)
      if (frame) frame.key = keyOf(bytes, byte)
      return
    }
    const path = this.#path()
    this.#expected = this.#frames.length === 0 ? 'nothing' : 'next'
    if (this.#choice !== 'take') return
    if (this.#bytes > this.#valueMaxBytes) return { kind: 'large', path, byte }
    return { kind: 'value', path, bytes, byte }
  }

  #leave(at: number): JsonPart {
    this.#frames.pop()
    this.#expected = this.#frames.length === 0 ? 'nothing' : 'next'
    return { kind: 'end', path: this.#path(), byte: this.#offset + at }
  }
}

/** Most values are shorter; the memory of a longer one is used again. */
const keptBytes = 16 * 1024
/** A longer name of a member is not read, and so is no JSON that we know. */
const keyMaxBytes = 65_536

/** The bytes of numbers, true, false and null. */
const isScalar = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  byte === 0x2d ||
  byte === 0x2b ||
  byte === 0x2e

function keyOf(bytes: Buffer, byte: number): string {
  try {
    return JSON.parse(bytes.toString()) as string
  } catch {
    throw notJson({ byte })
  }
}
