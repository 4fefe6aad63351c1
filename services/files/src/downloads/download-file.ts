import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady, VariantNotFound } from '@lingzhi/contracts/file-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope, principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { readableFile } from '../catalogue/own-file.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { piecesOf } from '../files.queries.ts'
import { InvalidLink, RangeNotSatisfiable } from '../problems.ts'
import { kinds } from '../uploads/sniff.ts'
import { linkedFile } from './linked-file.ts'
import { sendPieces } from './send-pieces.ts'

const Query = Type.Object({
  expires: Type.Optional(Type.Integer({ minimum: 0 })),
  signature: Type.Optional(Type.String({ maxLength: 128 })),
})

const sent = {
  200: Type.Null({ description: 'The whole file.' }),
  206: Type.Null({ description: 'The requested range.' }),
  304: Type.Null({ description: 'The file still has the ETag in `If-None-Match`.' }),
}
const mediaTypes = [...Object.keys(kinds), 'text/markdown', 'text/csv']

export function downloadFile(app: App, deps: Deps, config: Config) {
  app.get(
    '/api/v1/files/:id/download',
    {
      onRequest: optionalScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'Download the file as it was uploaded, or a range of it, with a token or a signed link',
        'x-media-types': mediaTypes,
        params: IdParams,
        querystring: Query,
        response: {
          ...sent,
          ...problems(
            ...[...userProblems, InvalidLink, FileNotFound, FileNotReady],
            ...[RangeNotSatisfiable, ServiceUnavailable],
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { expires, signature } = request.query
      const file =
        expires !== undefined && signature !== undefined
          ? await linkedFile(deps, config, id, { expires, signature })
          : await readableFile(deps.db, id, principalOf(request).userId)
      return sendPieces(request, reply, deps, {
        name: file.name,
        mediaType: file.media_type,
        bytes: file.bytes,
        sha256: file.sha256 ?? '',
        pieces: await piecesOf(deps.db, file, 'original'),
      })
    },
  )
}

export function previewFile(app: App, deps: Deps) {
  app.get(
    '/api/v1/files/:id/preview',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'Show a picture in small, made anew from its pixels alone',
        'x-media-types': ['image/jpeg'],
        params: IdParams,
        response: {
          ...sent,
          ...problems(
            ...[...userProblems, FileNotFound, VariantNotFound, FileNotReady],
            ...[RangeNotSatisfiable, ServiceUnavailable],
          ),
        },
      },
    },
    async (request, reply) => {
      const file = await readableFile(deps.db, request.params.id, principalOf(request).userId)
      const pieces = await piecesOf(deps.db, file, 'preview')
      const [preview] = pieces
      if (!preview) throw VariantNotFound()
      const { bytes, sha256 } = preview
      const name = `${file.name}.jpg`
      return sendPieces(request, reply, deps, {
        name,
        mediaType: 'image/jpeg',
        bytes,
        sha256,
        inline: true,
        pieces,
      })
    },
  )
}
