import { isUtf8 } from 'node:buffer'
import { MalformedRequest, UnsupportedMediaType } from '@lingzhi/contracts/common-problems'
import type { Problem } from '@lingzhi/contracts/problem'
import type { App } from './app-type.ts'
import type { JsonMeasure } from './measure-json.ts'
import { measureJson } from './measure-json.ts'

/**
 * Bodies are JSON only. Existing front ends send that content type with an empty body: that counts as none.
 * Members that would reach an object's prototype are dropped; of two members with one name the last counts.
 */
export function acceptJsonOnly(app: App): void {
  const parse = app.getDefaultJsonParser('remove', 'remove')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  // Never text/plain: any page may send that without asking, with the refresh cookie.
  app.addContentTypeParser(
    /^(?:application\/(?:[\w.+-]+\+)?|text\/)json(?:\s*;|$)/i,
    { parseAs: 'buffer' },
    (request, body, done) => {
      try {
        refuseCompressed(request.headers['content-encoding'])
        const text = decode(body as Buffer, request.headers['content-type'])
        if (text === '') return done(null, undefined)
        const bytes = isUtf8(body as Buffer) ? (body as Buffer) : Buffer.from(text)
        measureJson(bytes, (measure) => {
          const monstrous = faultOf(measure)
          if (monstrous) return done(monstrous)
          parse(request, text, (err, json) => {
            if (err) return done(notJson(err))
            const passOn = () => done(null, /\\ud/i.test(text) ? wellFormed(json) : json)
            // What follows takes its time as well.
            if (text.length > longChars) setImmediate(passOn)
            else passOn()
          })
        })
      } catch (err) {
        done(err as Error)
      }
    },
  )
}

/** Far beyond any request; what is nested deeper could not be written out again. */
const depthMax = 100
/** Other work gets its turn between the steps for a text of this length. */
const longChars = 500_000
/** Far beyond any request; more would take more than some milliseconds to parse and to check. */
const valuesMax = 30_000

/** BAD_REQUEST for a text that is no JSON by its brackets, is nested too deeply, or has too many values. */
function faultOf({ depth, values, balanced }: JsonMeasure): Problem | undefined {
  if (!balanced) return notJson()
  if (depth > depthMax) return tooDeep()
  return values > valuesMax ? tooMany() : undefined
}

const tooMany = () =>
  MalformedRequest({
    detail: {
      zh: `请求内容的值过多，最多 ${valuesMax} 个`,
      en: `The body holds too many values: at most ${valuesMax}.`,
    },
  })

const tooDeep = () =>
  MalformedRequest({
    detail: { zh: '请求内容嵌套过深', en: 'The body is nested too deeply.' },
  })

const notJson = (cause?: unknown) =>
  MalformedRequest({
    cause,
    detail: { zh: '请求内容不是有效的 JSON', en: 'The body is not valid JSON.' },
  })

/** A small body may unpack to gigabytes, so none is unpacked. Raises UNSUPPORTED_MEDIA_TYPE. */
function refuseCompressed(coding = 'identity'): void {
  if (/^identity$/i.test(coding.trim())) return
  const named = /^[\w-]{1,20}$/.test(coding) ? ` (${coding})` : ''
  throw UnsupportedMediaType({
    detail: {
      zh: `不接受压缩的请求内容${named}，请不要压缩`,
      en: `Compressed bodies${named} are not accepted. Send the body uncompressed.`,
    },
  })
}

const utf8 = /^utf-?8$/i
const singleByte = 'windows-1252'

/**
 * The text of a body: UTF-8, unless its first bytes or its charset say otherwise. Bytes that do not fit are refused, as the
 * text would be stored with holes that nobody can fill. Raises BAD_REQUEST and UNSUPPORTED_MEDIA_TYPE.
 */
function decode(body: Buffer, contentType = ''): string {
  const charset = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1]
  const encoding = markedEncoding(body) ?? (charset && !utf8.test(charset) ? charset : undefined)
  if (encoding === undefined) return decodeUtf8(body)
  let decoder: InstanceType<typeof TextDecoder>
  try {
    decoder = new TextDecoder(encoding, { fatal: true })
  } catch {
    throw UnsupportedMediaType({
      detail: { zh: '不支持的字符集，请使用 UTF-8', en: 'The charset is not known. Use UTF-8.' },
    })
  }
  // Clients that say ISO-8859-1 or ASCII without meaning it send UTF-8; the reverse is as good as impossible.
  if (decoder.encoding === singleByte && isUtf8(body)) return decodeUtf8(body)
  try {
    return decoder.decode(body)
  } catch {
    throw wrongBytes(decoder.encoding.toUpperCase())
  }
}

function decodeUtf8(body: Buffer): string {
  if (!isUtf8(body)) throw wrongBytes('UTF-8')
  return body.toString('utf8', body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0)
}

/** UTF-16 by its byte order mark, or by the zero beside JSON's first character, which no other encoding has. */
function markedEncoding([first, second]: Buffer): string | undefined {
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return 'utf-16be'
  return undefined
}

const wrongBytes = (encoding: string) =>
  MalformedRequest({
    detail: {
      zh: `请求内容不是有效的 ${encoding}，请以 UTF-8 编码发送`,
      en: `The body is not valid ${encoding}. Send it as UTF-8.`,
    },
  })

/**
 * A front end that cuts a text may cut an emoji in two. No database stores half a surrogate pair, so it becomes
 * U+FFFD, as it would in any encoding but JSON's escapes.
 */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(wellFormed)
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]),
  )
}
