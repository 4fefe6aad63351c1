import type { Readable } from 'node:stream'
import {
  MalformedRequest,
  ServiceUnavailable,
  TooManyRequests,
  ValidationFailed,
} from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { createPartBuffer } from '@lingzhi/objects/part-buffer'
import { Type } from 'typebox'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { ownImport } from '../jobs/own-import.ts'
import {
  ImportNotFound,
  ImportNotUploading,
  ImportQuotaExceeded,
  ImportsFull,
  ImportTooLarge,
} from '../problems.ts'
import { FileBytes } from './file-bytes.ts'
import { storePart } from './store-part.ts'
import type { UploadSlots } from './upload-slots.ts'

const partMaxBytes = 8 * 1024 ** 2
/** Parts of one file. */
export const partsMax = 10_000
/** Of a part whose size is not told before it comes. */
const unknownBytes = 256 * 1024

const Part = Type.Object(
  {
    number: Type.Integer(),
    bytes: Type.Integer(),
    sha256: Type.String({ description: 'Of the part as it was stored, hexadecimal.' }),
  },
  { title: 'ImportPart' },
)

export function uploadPart(app: App, deps: Deps, config: Config, slots: UploadSlots) {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    ;(scope as unknown as App).put(
      '/api/imports/:id/parts/:number',
      {
        onRequest: requireScope('chat'),
        bodyLimit: partMaxBytes,
        schema: {
          tags: ['imports'],
          summary: 'Send a part of a file',
          description: `The body is the part itself, at most ${partMaxBytes} bytes, as application/octet-stream. A part that was sent before is replaced.`,
          params: Type.Object({
            id: Type.String(),
            number: Type.String({ description: `From 1 to ${partsMax}.` }),
          }),
          'x-body': { 'application/octet-stream': FileBytes },
          response: {
            200: success(Part),
            ...problems(
              ...[...userProblems, ValidationFailed, MalformedRequest, ImportNotFound, ImportNotUploading],
              ...[ImportTooLarge, ImportQuotaExceeded, TooManyRequests, ServiceUnavailable, ImportsFull],
            ),
          },
        },
      },
      async (request) => {
        const { id } = request.params
        const { userId } = principalOf(request)
        const job = await ownImport(deps.db, id, userId)
        const number = numberOf(request.params.number)
        if (job.status !== 'uploading') throw ImportNotUploading()
        return slots.hold(userId, async () => {
          const bytes = await readPart(
            request.body as Readable | undefined,
            request.headers['content-length'],
          )
          const { sha256 } = await storePart(deps, config, job, { number, bytes })
          return { success: true as const, data: { number, bytes: bytes.length, sha256 } }
        })
      },
    )
  })
}

/** Looked at behind whose import it is: somebody else's is unknown, whatever the number. */
function numberOf(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= partsMax) return number
  const message = { zh: `必须是 1 到 ${partsMax} 的整数`, en: `must be a whole number from 1 to ${partsMax}` }
  throw ValidationFailed({ errors: [{ path: 'number', message }] })
}

async function readPart(body: Readable | undefined, length: string | undefined): Promise<Buffer> {
  // As large as it is said to be: what would be copied into larger memory takes twice as much.
  const part = createPartBuffer(Math.min(Number(length) || unknownBytes, partMaxBytes))
  for await (const piece of (body ?? []) as AsyncIterable<Buffer>) {
    if (part.size() + piece.length > partMaxBytes) throw ImportTooLarge()
    part.append(piece)
  }
  if (part.size() === 0) throw MalformedRequest({ detail: { zh: '此部分是空的', en: 'The part is empty.' } })
  return part.bytes()
}
