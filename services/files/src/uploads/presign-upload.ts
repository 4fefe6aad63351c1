import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import {
  FileNotFound,
  FileTooLarge,
  ImageTooLarge,
  QuotaExceeded,
  UnsupportedFile,
} from '@lingzhi/contracts/file-problems'
import { IdParams, instant, newId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, notBlank } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { sha256Of } from '@lingzhi/objects/digest'
import { Type } from 'typebox'
import { FileView, viewFile } from '../catalogue/file-view.ts'
import { ownFile } from '../catalogue/own-file.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { announceObject, findByContent, piecesOf } from '../files.queries.ts'
import { FileDiffers, FileNotUploading, PresignNotAvailable } from '../problems.ts'
import { removeFile } from '../removal/remove-file.ts'
import { isTooLarge, pixelsOf } from './pixels.ts'
import { addFile } from './receive-file.ts'
import { settleUpload } from './settle-upload.ts'
import { fileBytesMax, kinds, sniff } from './sniff.ts'

const forS = 600
/** Completing takes a moment after the address has ended. */
const graceMs = 120_000

const Presigned = Type.Object(
  {
    id: Uuid,
    is_existing: Type.Boolean({ description: 'You have this very file already: nothing is to be sent.' }),
    url: Nullable(Type.String(), { description: 'Where the bytes are PUT, within ten minutes.' }),
    headers: Type.Record(Type.String(), Type.String(), {
      description: 'Headers that the PUT must carry as they are.',
    }),
    expires_at: Nullable(instant),
  },
  { title: 'PresignedUpload' },
)

export function presignUpload(app: App, deps: Deps, config: Config) {
  app.post(
    '/api/v1/files/presign',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['files'],
        summary: 'Get an address to send a file to the store itself, where the deployment has an S3 bucket',
        body: Type.Object(
          {
            name: Type.String({ pattern: notBlank, maxLength: 255 }),
            bytes: Type.Integer({ minimum: 1, maximum: fileBytesMax }),
            sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
          },
          { title: 'NewPresignedUpload' },
        ),
        response: {
          201: success(Presigned),
          ...problems(...userProblems, ValidationFailed, PresignNotAvailable, QuotaExceeded),
        },
      },
    },
    async (request, reply) => {
      const { presignPut } = deps.store
      if (!presignPut) throw PresignNotAvailable()
      const { name, bytes, sha256 } = request.body
      const { userId } = principalOf(request)
      const same = await findByContent(deps.db, userId, sha256)
      reply.code(201)
      const none = { url: null, headers: {}, expires_at: null }
      if (same) return { success: true as const, data: { id: same.id, is_existing: true, ...none } }
      const forMs = forS * 1_000 + graceMs
      const { id } = await addFile(deps, config, { userId, name, bytes, sha256, forMs })
      const object = `file/${id}/1-${newId()}`
      await announceObject(deps.db, {
        object,
        file_id: id,
        kind: 'original',
        seq: 1,
        bytes,
        sha256,
        run: null,
      })
      const { url, headers } = await presignPut(object, { bytes, sha256, forS })
      const expires_at = new Date(deps.now().getTime() + forS * 1_000).toISOString()
      return { success: true as const, data: { id, is_existing: false, url, headers, expires_at } }
    },
  )
}

export function completeUpload(app: App, deps: Deps, config: Config) {
  const { db, store } = deps
  app.post(
    '/api/v1/files/:id/complete',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['files'],
        summary: 'Say that a file was sent to its presigned address; its size and digest are checked',
        params: IdParams,
        response: {
          200: success(FileView),
          ...problems(
            ...[...userProblems, FileNotFound, FileNotUploading, FileDiffers, FileTooLarge, ImageTooLarge],
            ...[QuotaExceeded, UnsupportedFile, ServiceUnavailable],
          ),
        },
      },
    },
    async (request) => {
      const file = await ownFile(db, request.params.id, principalOf(request).userId)
      const [piece] = file.status === 'uploading' ? await piecesOf(db, file, 'original') : []
      if (!piece || file.sha256 === null) throw FileNotUploading()
      const refuse = async (problem: Error) => {
        await removeFile(deps, file.id, null)
        throw problem
      }
      const stored = await store.get(piece.object).catch((cause) => {
        // Not sent yet, or the store is away: it may be tried again.
        throw FileDiffers({ cause })
      })
      const bytes = Buffer.concat(stored.pieces)
      const sha256 = sha256Of(bytes)
      if (bytes.length !== file.bytes || sha256 !== file.sha256) return refuse(FileDiffers())
      const kind = sniff(bytes, true)
      if (!kind) return refuse(UnsupportedFile())
      if (bytes.length > kinds[kind].bytesMax) return refuse(FileTooLarge())
      const size = pixelsOf(kind, bytes)
      if (size && isTooLarge(size)) return refuse(ImageTooLarge())
      const settled = await settleUpload(deps, config, file, { bytes: bytes.length, sha256, kind })
      return { success: true as const, data: await viewFile(db, settled.file, languageOf(request)) }
    },
  )
}
