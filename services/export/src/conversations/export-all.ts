import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Readers } from '../downloads/readers.ts'
import { compressions, fileMediaTypes } from '../formats/compression.ts'
import { formats } from '../formats/format.ts'
import { dateRange, toInstants } from './date-range.ts'
import { sendExport } from './send-export.ts'

export function exportAll(
  app: App,
  { bus, now }: Pick<Deps, 'bus' | 'now'>,
  { TIMEZONE }: Config,
  readers: Readers,
) {
  app.get(
    '/api/conversations/export-all',
    {
      onRequest: requireScope('export'),
      exposeHeadRoute: false,
      schema: {
        tags: ['exports'],
        summary: 'Download all of your conversations, or those started within a range of days',
        'x-media-types': fileMediaTypes,
        querystring: Type.Object({
          format: Type.Enum([...formats], { default: 'json', description: 'The form of the file.' }),
          compression: Type.Enum([...compressions], { default: 'none' }),
          ...dateRange,
        }),
        response: problems(...userProblems, ValidationFailed, ServiceUnavailable),
      },
    },
    async (request, reply) => {
      const { format, compression, ...days } = request.query
      return sendExport(
        reply,
        { bus, readers },
        {
          selection: { user_id: principalOf(request).userId, ...toInstants(days, TIMEZONE) },
          format,
          compression,
          options: { shape: 'many', timeZone: TIMEZONE },
          name: `conversations_${now().toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}`,
          reader: 'user',
        },
      )
    },
  )
}
