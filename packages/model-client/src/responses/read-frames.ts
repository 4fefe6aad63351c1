import { createParser } from 'eventsource-parser'
import { inBandFailure } from '../failures/failures.ts'
import { splitJson } from './split-json.ts'
import { bufferMax, unreadable } from './unreadable.ts'

/** What a response's text holds so far: its JSON objects in order, then a fault, if there is one. */
export interface Frames {
  values: object[]
  fault?: unknown
}

export interface FrameReader {
  /** Whether [DONE] has come. */
  readonly done: boolean
  /** A body of JSON, not Server-Sent Events. */
  readonly isJson: boolean
  /** Words that were neither JSON nor known, for the log. */
  readonly words: string
  push: (text: string) => Frames
  /** The text has ended. */
  end: () => Frames
}

/**
 * Reads the JSON objects of a response, whatever its content type claims: Server-Sent Events with any line ends, JSON bodies,
 * or JSON lines. Heartbeats of any kind are no objects. A fault is MODEL_ERROR, or the problem that an `error` event tells.
 */
export function readFrames(): FrameReader {
  let reader: Omit<FrameReader, 'isJson'> | undefined
  let isJson = false
  const choose = (first: string) => {
    if (first === '<') throw unreadable('the response is an HTML page')
    isJson = first === '{' || first === '['
    return isJson ? jsonFrames() : eventFrames()
  }
  return {
    get done() {
      return reader?.done === true
    },
    get isJson() {
      return isJson
    },
    get words() {
      return reader?.words ?? ''
    },
    push: (text) => {
      if (reader) return reader.push(text)
      const start = text.replace(/^[\s\uFEFF]+/, '')
      if (start === '') return { values: [] }
      try {
        reader = choose(start[0]!)
      } catch (fault) {
        return { values: [], fault }
      }
      return reader.push(start)
    },
    end: () => reader?.end() ?? { values: [] },
  }
}

function jsonFrames(): Omit<FrameReader, 'isJson'> {
  const splitter = splitJson()
  const read = (take: () => string[]): Frames => {
    const values: object[] = []
    try {
      for (const text of take()) values.push(...objectsIn(parseRepaired(text)))
    } catch (fault) {
      return { values, fault }
    }
    return { values }
  }
  return {
    get done() {
      return splitter.done
    },
    words: '',
    push: (text) => read(() => splitter.push(text)),
    end: () =>
      read(() => {
        if (splitter.open) throw unreadable('the response is no complete JSON')
        return []
      }),
  }
}

function eventFrames(): Omit<FrameReader, 'isJson'> {
  let values: object[] = []
  let done = false
  let fault: unknown
  let words = ''
  /** The beginning of a line whose end has not come yet: the parser reports unknown lines only when they come whole. */
  let line: string[] = []
  let lineChars = 0

  const take = (data: string, event?: string) => {
    if (done || fault !== undefined) return
    const text = data.trim()
    if (event !== undefined && failed.test(event)) fault = inBandFailure(valueOr(text))
    else if (isObject(text)) {
      words = ''
      takeObjects(text)
    } else if (/^"?\[done\]"?$/i.test(text)) done = true
    else if (unknownData.test(text)) take(text.replace(unknownData, ''), event)
    else if (text !== '' && (failed.test(text) || !/^[\w\s.:[\]-]{1,32}$/.test(text)))
      words = text.slice(0, 200)
  }
  const takeObjects = (text: string) => {
    try {
      const value: object = JSON.parse(text)
      if (Array.isArray(value)) values.push(...objectsIn(value))
      else values.push(value)
    } catch {
      // Lines of data without a blank line between them are one event to the parser.
      const splitter = splitJson()
      for (const one of splitter.push(text)) values.push(...objectsIn(parseRepaired(one)))
      if (splitter.open) throw notJson(text)
      done = splitter.done
    }
  }
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (error) {
      fault ??= error
    }
  }
  const parser = createParser({
    maxBufferSize: bufferMax,
    onEvent: ({ event, data }) => attempt(() => take(data, event)),
    onError: ({ type, line: unknown = '' }) => {
      if (type === 'max-buffer-size-exceeded') fault ??= unreadable('an event is too long')
      // Without `data:`, as servers append what they have to say when they fail in the middle of a stream.
      else if (type === 'unknown-field') attempt(() => take(unknown))
    },
  })
  const flush = (): Frames => {
    const read = values
    values = []
    return fault === undefined ? { values: read } : { values: read, fault }
  }

  return {
    get done() {
      return done
    },
    get words() {
      return words
    },
    push: (text) => {
      const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1
      if (end === text.length && line.length === 0) attempt(() => parser.feed(text))
      else if (end > 0) {
        line.push(text.slice(0, end))
        const whole = line.join('')
        line = text.length > end ? [text.slice(end)] : []
        lineChars = text.length - end
        attempt(() => parser.feed(whole))
      } else {
        line.push(text)
        lineChars += text.length
        if (lineChars > bufferMax) fault ??= unreadable('an event is too long')
      }
      return flush()
    },
    // Some providers leave out the blank line after their last event.
    end: () => {
      attempt(() => parser.feed(`${line.join('')}\n\n`))
      return flush()
    },
  }
}

/** Whether a text claims to be a JSON object, or a list of them. Anything else in an event is a heartbeat. */
const isObject = (text: string) => /^(?:\{|\[\s*\{)/.test(text)

/** `data:` where the parser does not look for it: indented, in capitals, or doubled. */
const unknownData = /^\s*data\s*:\s*/i
/** Names of events, and beginnings of words, that tell a failure. */
const failed = /^(?:error|exception|fail(?:ed|ure)?)\b/i

const notJson = (text: string) => unreadable(`this is no complete JSON: ${text.slice(0, 200)}`)

/**
 * Reads JSON with the two faults that serializers are known for: NaN and Infinity, which become null, and bare control characters in
 * strings, which are kept.
 */
function parseRepaired(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Repaired below.
  }
  try {
    const repaired = text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g, (part) =>
      part.startsWith('"')
        ? part.replace(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
        : 'null',
    )
    return JSON.parse(repaired)
  } catch {
    throw notJson(text)
  }
}

function valueOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function objectsIn(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  return typeof value === 'object' && value !== null ? [value] : []
}
