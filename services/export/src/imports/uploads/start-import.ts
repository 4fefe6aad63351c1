import type { Readable } from 'node:stream'
import {
  MalformedRequest,
  ServiceUnavailable,
  TooManyRequests,
  UnsupportedMediaType,
  ValidationFailed,
} from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { receiveForm } from '@lingzhi/http/receive-form'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { eraseImport } from '../jobs/erase-import.ts'
import { queueImport, touchUpload } from '../jobs/import-jobs.queries.ts'
import { ImportView, viewImport } from '../jobs/import-view.ts'
import { handImportOver } from '../jobs/work-imports.ts'
import { ImportNotUploading, ImportQuotaExceeded, ImportsFull, ImportTooLarge } from '../problems.ts'
import { FileBytes } from './file-bytes.ts'
import { addImport } from './new-import.ts'
import { receiveFile } from './receive-file.ts'
import type { UploadSlots } from './upload-slots.ts'

/** Around the file in a form. */
const formBytes = 64 * 1024

/** A file that is not in a form comes as one of these; what it really is, it tells itself. */
const fileTypes = /^application\/(octet-stream|(x-)?ndjson|jsonl|(x-)?gzip|zstd|zip|x-zip-compressed)\b/i

const Query = Type.Object({
  dry_run: Type.Optional(
    Type.Boolean({
      description: 'Only report what an import would do. Also a field of the form, before the file.',
    }),
  ),
  user_id: Type.Optional(
    Type.String({ description: 'Whose the conversations become; another’s, for administrators only.' }),
  ),
})

/** Fields come before the file: one behind it is refused. */
const Form = Type.Object(
  {
    dry_run: Type.Optional(
      Type.Boolean({ description: 'Only report what an import would do.', examples: [true] }),
    ),
    user_id: Type.Optional(
      Type.String({ description: 'Whose the conversations become; another’s, for administrators only.' }),
    ),
    file: FileBytes,
  },
  { title: 'ImportForm', description: 'A file to import; its fields come before it.' },
)

/** Told of a file that comes by itself; `fileTypes` takes some spellings more. */
const bareTypes = [
  'application/octet-stream',
  'application/x-ndjson',
  'application/gzip',
  'application/zstd',
  'application/zip',
]

export function startImport(app: App, deps: Deps, config: Config, slots: UploadSlots) {
  const { db } = deps
  void app.register(async (scope) => {
    // As it arrives: nothing of a body is read before there is somewhere to put it.
    const pass = (_request: unknown, payload: unknown, done: (err: null, body: unknown) => void) =>
      done(null, payload)
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', pass)
    ;(scope as unknown as App).post(
      '/api/imports',
      {
        onRequest: requireScope('chat'),
        bodyLimit: config.IMPORT_MAX_BYTES + formBytes,
        schema: {
          tags: ['imports'],
          summary: 'Import conversations from a file',
          description:
            'The body is the file, as multipart/form-data or by itself as application/octet-stream, gzip, zstd or zip: what it ' +
            'is, is told from what it holds. For a slow connection, or a file of more than some megabytes, begin at ' +
            'POST /api/imports/uploads and send it in parts. The same file again changes nothing.',
          querystring: Query,
          'x-body': {
            'multipart/form-data': Form,
            ...Object.fromEntries(bareTypes.map((type) => [type, FileBytes])),
          },
          response: {
            202: success(ImportView),
            ...problems(
              ...[...adminProblems, ValidationFailed, MalformedRequest, ImportTooLarge, UnsupportedMediaType],
              ...[ImportQuotaExceeded, ImportNotUploading, TooManyRequests, ServiceUnavailable, ImportsFull],
            ),
          },
        },
      },
      async (request, reply) => {
        const job = await slots.hold(principalOf(request).userId, async () => {
          const { fields, name, bytes, late } = await fileOf(request)
          const dryRun = request.query.dry_run ?? isTrue(fields.dry_run)
          const userId = request.query.user_id ?? fields.user_id
          const receiver = newId()
          const added = await addImport(deps, config, request, { dryRun, name, userId, receiver })
          // Heard of until the file is here: with this process its import ends, instead of taking up the user's place for hours.
          const touch = () => void touchUpload(db, added.id, receiver).catch(() => {})
          touch()
          const beat = setInterval(touch, config.EXPORT_LEASE_MS / 10)
          try {
            const file = await receiveFile(deps, config, added, bytes)
            // What was asked for there would not have been done: a dry run that is none changes what it was to look at.
            if ((await late()).some((field) => field in Form.properties)) throw tooLate()
            if (file.bytes === 0) throw nothing()
            const queued = await queueImport(db, added.id, file)
            if (!queued) throw ImportNotUploading()
            return queued
          } catch (err) {
            await eraseImport(deps, added.id).catch(() => {})
            throw err
          } finally {
            clearInterval(beat)
          }
        })
        handImportOver(deps, job.id)
        return reply
          .code(202)
          .header('Location', `/api/imports/${job.id}`)
          .send({ success: true as const, data: viewImport(job, languageOf(request)) })
      },
    )
  })
}

/** As a form has it. Raises VALIDATION_ERROR for what could be meant as either. */
function isTrue(field = 'false'): boolean {
  const text = field.trim().toLowerCase()
  if (['true', '1', 'on', 'yes'].includes(text)) return true
  if (['false', '0', 'off', 'no', ''].includes(text)) return false
  throw ValidationFailed({ errors: [{ path: 'dry_run', message: eitherOr }] })
}

async function fileOf({ headers, body }: FastifyRequest) {
  const payload = body as Readable | undefined
  const type = headers['content-type'] ?? ''
  if (!payload || headers['content-length'] === '0') throw nothing()
  if (/^multipart\/form-data\b/i.test(type)) return receiveForm(headers, payload)
  if (!fileTypes.test(type)) throw UnsupportedMediaType({ detail: wrongType })
  return {
    fields: {} as Record<string, string | undefined>,
    name: '',
    bytes: payload as AsyncIterable<Buffer>,
    late: () => Promise.resolve([] as string[]),
  }
}

const eitherOr = { zh: '应为 true 或 false', en: 'must be true or false' }

const tooLate = () =>
  MalformedRequest({
    detail: {
      zh: '表单中的其他字段必须放在文件之前',
      en: 'The fields of the form must come before its file.',
    },
  })

const nothing = () =>
  MalformedRequest({ detail: { zh: '请求中没有文件', en: 'There is no file in the request.' } })

const wrongType = {
  zh: '请以 multipart/form-data 或 application/octet-stream 发送文件',
  en: 'Send the file as multipart/form-data or as application/octet-stream.',
}
