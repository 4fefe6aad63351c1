import {
  MalformedRequest,
  ServiceUnavailable,
  UnsupportedMediaType,
  ValidationFailed,
} from '@lingzhi/contracts/common-problems'
import { FileTooLarge, ImageTooLarge, QuotaExceeded, UnsupportedFile } from '@lingzhi/contracts/file-problems'
import { isId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { Slots } from '@lingzhi/runtime/slots'
import { Type } from 'typebox'
import { FileView, viewFile } from '../catalogue/file-view.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { FileNotUploading } from '../problems.ts'
import { describeFiles } from '../references/describe-files.ts'
import { readUpload } from './read-upload.ts'
import { receiveFile } from './receive-file.ts'

/** A JSON body of the largest file in base64, and what stands around it. */
const bodyMaxBytes = 15 * 1024 ** 2

/** The members by which the platforms before told what they had stored, beside the file itself. */
const Uploaded = Type.Object(
  {
    ...FileView.properties,
    is_existing: Type.Boolean({ description: 'You had this very file already: it is that one.' }),
    doc_id: Type.String({ description: 'The same as `id`.' }),
    object_name: Type.String({ description: 'The same as `id`.' }),
    image_url: Type.String({ description: 'Where the file is downloaded once it is ready; needs a token.' }),
    preview_url: Type.String({ description: 'Where its preview is once it is ready; needs a token.' }),
    ai_accessible_url: Type.String({
      description: 'The same as `image_url`. A model gets files from the platform, and needs no address.',
    }),
    storage_type: Type.Literal('private'),
  },
  { title: 'UploadedFile' },
)

const paths = {
  '/api/v1/files/upload': 'Upload a file',
  '/api/v1/files/upload-image-for-learning': 'Upload a picture for a question or homework',
  '/api/v1/files/upload-for-ai': 'Upload a file that a model is to read',
} as const

export function uploadFile(app: App, deps: Deps, config: Config, slots: Slots) {
  const { db } = deps
  void app.register(async (scope) => {
    // As it arrives: nothing of a body is read before there is somewhere to put it.
    const pass = (_request: unknown, payload: unknown, done: (err: null, body: unknown) => void) =>
      done(null, payload)
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', pass)
    for (const [path, summary] of Object.entries(paths))
      (scope as unknown as App).post(
        path,
        {
          onRequest: requireScope('chat'),
          bodyLimit: bodyMaxBytes,
          schema: {
            tags: ['files'],
            summary,
            description:
              'The body is a form (multipart/form-data) with one file, its fields before it, or JSON `{name, type, data}` with the ' +
              'bytes in base64. What the file is, is told from its content: JPEG, PNG, WebP, GIF and PDF up to 10 MB, text in UTF-8 ' +
              'up to 2 MB. It is `processing` until it was looked at: GET /api/v1/files/{id}/events tells the end. `session_id`, a ' +
              'conversation’s id, keeps the file for as long as that conversation.',
            response: {
              201: success(Uploaded),
              ...problems(
                ...[...userProblems, ValidationFailed, MalformedRequest, FileNotUploading, FileTooLarge],
                ...[ImageTooLarge, QuotaExceeded, UnsupportedFile, UnsupportedMediaType, ServiceUnavailable],
              ),
            },
          },
        },
        async (request, reply) => {
          const { userId } = principalOf(request)
          const { file, isExisting } = await slots.run(async () => {
            const upload = await readUpload(request)
            const sessionId = upload.fields.session_id ?? upload.fields.conversation_id
            const received = await receiveFile(deps, config, userId, upload)
            if (typeof sessionId === 'string' && isId(sessionId)) {
              const reference = { kind: 'conversation', id: sessionId } as const
              await describeFiles(deps, { user_id: userId, file_ids: [received.file.id], reference })
            }
            return received
          })
          const { id } = file
          const address = `/api/v1/files/${id}`
          const urls = {
            image_url: `${address}/download`,
            preview_url: `${address}/preview`,
            ai_accessible_url: `${address}/download`,
          }
          const view = await viewFile(db, file, languageOf(request))
          const data = { ...view, is_existing: isExisting, doc_id: id, object_name: id, ...urls }
          return reply
            .code(201)
            .header('Location', address)
            .send({ success: true as const, data: { ...data, storage_type: 'private' as const } })
        },
      )
  })
}
