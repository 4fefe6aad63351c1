import type { App } from '@lingzhi/http/create-http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { readPublicKeys } from './signing-keys.queries.ts'

const KeySet = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) })

export function showPublicKeys(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        tags: ['account'],
        summary: 'List the public keys that verify access tokens (RFC 7517)',
        response: { 200: KeySet },
      },
    },
    async (_request, reply) => {
      reply.header('Cache-Control', 'public, max-age=30')
      return readPublicKeys(db)
    },
  )
}
