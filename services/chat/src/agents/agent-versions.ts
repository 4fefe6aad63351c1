import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { AdminAgent, DefinitionShape, toAdminAgent } from './agent-shape.ts'
import { findVersion, lockAgent, updateAgent, versionsOf } from './agents.queries.ts'
import { AgentNotFound, toAgentId } from './list-agents.ts'
import { AgentParams } from './manage-agents.ts'
import { noteChange } from './note-change.ts'

export const VersionNotFound = problem('AGENT_VERSION_NOT_FOUND', 404, {
  zh: '没有这个版本',
  en: 'No such version.',
  check: 'The version, against the agent’s list of versions.',
})

const Version = Type.Object(
  {
    version: Type.Integer(),
    definition: DefinitionShape,
    changed_by: Nullable(Type.String(), { description: 'Null: the agent came with the deployment.' }),
    changed_at: instant,
  },
  { title: 'AgentVersion' },
)

export const AgentVersionParams = Type.Object({ id: Type.String(), version: Type.String() })

const Position = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })

export function agentVersions(app: App, { db, outbox }: Pick<Deps, 'db' | 'outbox'>) {
  app.get(
    '/api/admin/agents/:id/versions',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['agents'],
        summary: 'List an agent’s versions, newest first',
        params: AgentParams,
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ versions: Type.Array(Version), next_cursor: NextCursor })),
          ...problems(...adminProblems, ValidationFailed, BadCursor, AgentNotFound),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const before = decodeCursor(Position, cursor)?.version
      const rows = await versionsOf(db, toAgentId(request.params.id), limit, before)
      if (rows.length === 0 && before === undefined) throw AgentNotFound()
      const { page, next_cursor } = toPage(rows, limit, ({ version }) => ({ version }))
      const versions = page.map((row) => ({ ...row, changed_at: row.changed_at.toISOString() }))
      return { success: true as const, data: { versions, next_cursor } }
    },
  )

  app.post(
    '/api/admin/agents/:id/versions/:version/restore',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['agents'],
        summary: 'Restore an earlier version of an agent',
        description: 'The restored definition becomes the newest version.',
        params: AgentVersionParams,
        response: {
          200: success(AdminAgent),
          ...problems(...adminProblems, ValidationFailed, AgentNotFound, VersionNotFound),
        },
      },
    },
    async (request) => {
      const { id, version } = request.params
      const restored = await transact(db, async (trx) => {
        const agent = await lockAgent(trx, toAgentId(id))
        if (!agent) throw AgentNotFound()
        const kept = /^\d{1,9}$/.test(version) ? await findVersion(trx, agent.id, Number(version)) : undefined
        if (!kept) throw VersionNotFound()
        await noteChange(trx, request, agent.id, 'restored')
        return updateAgent(trx, agent, kept.definition, principalOf(request).userId)
      })
      outbox.wake()
      return { success: true as const, data: toAdminAgent(restored) }
    },
  )
}
