import { ServiceUnavailable, TooManyRequests, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Readers } from '../downloads/readers.ts'
import { compressions, fileMediaTypes } from '../formats/compression.ts'
import { formats } from '../formats/format.ts'
import { ConversationNotFound, sendExport } from './send-export.ts'

export function exportOne(app: App, { bus }: Pick<Deps, 'bus'>, { TIMEZONE }: Config, readers: Readers) {
  app.get(
    '/api/conversations/:id/export',
    {
      onRequest: optionalScope('export'),
      // HEAD would read the whole export to throw it away.
      exposeHeadRoute: false,
      schema: {
        tags: ['exports'],
        summary: 'Download one conversation; guests can download a guest conversation by its id',
        'x-media-types': fileMediaTypes,
        params: IdParams,
        querystring: Type.Object({
          format: Type.Enum([...formats], { default: 'json', description: 'The form of the file.' }),
          compression: Type.Enum([...compressions], { default: 'none' }),
        }),
        response: problems(
          ...userProblems,
          ...[ConversationNotFound, ValidationFailed, TooManyRequests, ServiceUnavailable],
        ),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!isId(id)) throw ConversationNotFound()
      const { format, compression } = request.query
      return sendExport(
        reply,
        { bus, readers },
        {
          selection: { user_id: request.principal?.userId ?? null, conversation_ids: [id] },
          format,
          compression,
          options: { shape: 'one', timeZone: TIMEZONE },
          name: `conversation_${id}`,
          reader: request.principal ? 'user' : 'guest',
        },
      )
    },
  )
}
