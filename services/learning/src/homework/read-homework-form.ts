import type { Readable } from 'node:stream'
import { sendRequest } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { FileTooLarge } from '@lingzhi/contracts/file-problems'
import { HandedInBytes, StoreFile } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import { receiveFiles } from '@lingzhi/http/receive-files'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { fault, filesMax, tooManyFiles } from './submission-shape.ts'

const pieceBytes = 128 * 1024
const bounds = {
  filesMax,
  fileBytesMax: 10 * 1024 ** 2,
  fieldsMax: 30,
  // What is longer is sent as JSON.
  fieldBytesMax: 512 * 1024,
  tooMany: tooManyFiles,
  tooLarge: () => FileTooLarge(),
}

/**
 * Homework as a form: its files are stored, kept for the submission of this id, and it becomes the body that JSON would have been.
 * Whatever it raises, files that were stored before stay until the submission is let go of.
 */
export async function readHomeworkForm(
  { bus }: Pick<Deps, 'bus'>,
  { headers, body }: Pick<FastifyRequest, 'headers' | 'body'>,
  userId: string,
  id: string,
): Promise<Record<string, unknown>> {
  const stored: string[] = []
  const fields = await receiveFiles(headers, body as Readable, bounds, async ({ name, bytes }) => {
    stored.push(await store(bus, { userId, id, name, bytes }))
  })
  const { file_ids, ...rest } = bodyOf(fields)
  const named = file_ids ?? []
  // What is no list is refused as in JSON.
  const all = Array.isArray(named) ? [...named, ...stored] : named
  return { ...rest, ...((stored.length > 0 || file_ids !== undefined) && { file_ids: all }) }
}

async function store(
  bus: Deps['bus'],
  { userId, id, name, bytes }: { userId: string; id: string; name: string; bytes: Buffer },
): Promise<string> {
  const handed_in = newId()
  const serving = serveBytes(bus, HandedInBytes.of(handed_in), async (_asked, send) => {
    for (let at = 0; at < bytes.length; at += pieceBytes) send(bytes.subarray(at, at + pieceBytes))
    return {}
  })
  try {
    // The server must know the subject before files asks for the bytes.
    await bus.nc.flush()
    const reference = { kind: 'learning' as const, id }
    const asked = { user_id: userId, name: name || 'homework', handed_in, reference }
    return (await sendRequest(bus, StoreFile, asked)).file_id
  } finally {
    await serving.close()
  }
}

const lists = ['answers', 'file_ids', 'image_urls']
/** What front ends of the replaced system call it. */
const formerNames: Record<string, string> = { additional_info: 'note' }

/** A form has texts only; one that is empty was left out. */
function bodyOf(fields: Map<string, string[]>): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [field, values] of fields) {
    const name = formerNames[field] ?? field
    const given = values.filter((value) => value.trim() !== '')
    const last = given.at(-1)
    if (last === undefined || name === '__proto__') continue
    if (lists.includes(name)) body[name] = given.flatMap((value) => listOf(name, value))
    else body[name] = readValue(name, last)
  }
  return body
}

function readValue(name: string, value: string): unknown {
  if (name === 'grade_level' && /^\d{1,4}$/.test(value.trim())) return Number(value)
  if (name === 'auto_grade') return { true: true, false: false, '1': true, '0': false }[value.trim()] ?? value
  return value
}

/** A field of its own for each, or one with all of them as a JSON array. */
function listOf(name: string, value: string): unknown[] {
  if (!/^\s*\[/.test(value) && name !== 'answers') return [value.trim()]
  try {
    const list: unknown = JSON.parse(value)
    if (Array.isArray(list)) return list
  } catch {}
  throw fault(name, { zh: '必须是 JSON 数组', en: 'must be a JSON array' })
}
