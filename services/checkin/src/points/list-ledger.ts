import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { LedgerEntry, toLedgerEntry } from './ledger-entry.ts'
import { entriesOf } from './points.queries.ts'

/** The number of the last entry shown; a ledger only grows at its end, so pages never shift. */
const Position = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

const Ledger = Type.Object({
  entries: Type.Array(LedgerEntry),
  next_cursor: NextCursor,
  timezone: Type.String({ description: 'The zone whose days count; `created_at` is in UTC.' }),
})

export function listLedger(app: App, { db }: Pick<Deps, 'db'>, { TIMEZONE }: Pick<Config, 'TIMEZONE'>) {
  app.get(
    '/api/points/ledger',
    {
      onRequest: requireUser,
      schema: {
        tags: ['points'],
        summary: 'List your points ledger, newest first',
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Ledger),
          ...problems(ValidationFailed, BadCursor, ...userProblems),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const before = decodeCursor(Position, cursor)
      const rows = await entriesOf(db, principalOf(request).userId, limit, before)
      const { page, next_cursor } = toPage(rows, limit, (row) => row.seq)
      return {
        success: true as const,
        data: { entries: page.map(toLedgerEntry), next_cursor, timezone: TIMEZONE },
      }
    },
  )
}
