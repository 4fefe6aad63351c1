import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { requireAdmin } from '@lingzhi/identity/identify'
import { FilterAction, FilterPlace } from '@lingzhi/text-filters/filter-rules'
import { Type } from 'typebox'
import { agentIdMax } from '../agents/agents.queries.ts'
import type { Deps } from '../deps.ts'
import { listHits } from './filters.queries.ts'

const NullableId = Nullable(Type.String())

const Hit = Type.Object(
  {
    id: Type.String(),
    at: instant,
    place: FilterPlace,
    rule: Type.String(),
    action: FilterAction,
    count: Type.Integer(),
    agent_id: Type.Integer(),
    user_id: NullableId,
    reply_id: NullableId,
  },
  { title: 'FilterHit' },
)

const Position = Type.Object({ id: Uuid })

const AgentId = Type.Integer({ minimum: 1, maximum: agentIdMax })

export function listFilterHits(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/admin/agents/filter-hits',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['agents'],
        summary: 'List filter hits, newest first',
        description: 'Each has the rule, the place, the count and the user, but never the text.',
        querystring: Type.Object({ agent_id: Type.Optional(AgentId), ...pageQuery }),
        response: {
          200: success(Type.Object({ hits: Type.Array(Hit), next_cursor: NextCursor })),
          ...problems(...adminProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { agent_id: agentId, limit, cursor } = request.query
      const before = decodeCursor(Position, cursor)?.id
      const rows = await listHits(db, { agentId, limit, before })
      const { page, next_cursor } = toPage(rows, limit, ({ id }) => ({ id }))
      const hits = page.map((hit) => ({ ...hit, at: hit.at.toISOString() }))
      return { success: true as const, data: { hits, next_cursor } }
    },
  )
}
