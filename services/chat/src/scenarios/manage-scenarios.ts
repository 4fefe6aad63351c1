import { Forbidden, TooManyRequests, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, isId, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, encodeCursor, toPage } from '@lingzhi/db/cursor'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope, requireUser } from '@lingzhi/identity/identify'
import { isAdmin } from '@lingzhi/identity/principal'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AgentVersionParams } from '../agents/agent-versions.ts'
import type { Deps } from '../deps.ts'
import { takeTurn } from '../take-turn.ts'
import {
  changed,
  NewScenario,
  Scenario,
  ScenarioChange,
  ScenarioDefinition,
  scenarioDefaults,
} from './scenario-shape.ts'
import type { ScenarioRow, Viewer } from './scenarios.queries.ts'
import {
  countOwn,
  definitionOf,
  findScenario,
  findScenarioVersion,
  insertScenario,
  listScenarios,
  removeScenario,
  toScenario,
  updateScenario,
  versionsOfScenario,
} from './scenarios.queries.ts'

export const ScenarioNotFound = problem('SCENARIO_NOT_FOUND', 404, {
  zh: '没有这个场景',
  en: 'No such scenario.',
  check: 'The scenario’s id: it must be public, or the caller’s own.',
})
export const DefaultScenarioNeeded = problem('DEFAULT_SCENARIO_NEEDED', 409, {
  zh: '默认场景不能删除、停用或取消：请先把另一个场景设为默认',
  en: 'The default scenario cannot be deleted, switched off or unset: make another one the default first.',
  check: 'Nothing: where nothing else fits, one is needed.',
})
export const ScenarioVersionNotFound = problem('SCENARIO_VERSION_NOT_FOUND', 404, {
  zh: '没有这个版本',
  en: 'No such version.',
  check: 'The version, against the scenario’s list of versions.',
})

/** A person's own; administrators' are not bounded. */
const ownMax = 100

const base = '/api/v1/platform/scenarios'

export const viewerOf = (request: FastifyRequest): Viewer => {
  const principal = principalOf(request)
  return { userId: principal.userId, isAdmin: isAdmin(principal) }
}

const Version = Type.Object(
  {
    version: Type.Integer(),
    definition: ScenarioDefinition,
    changed_by: Nullable(Uuid),
    changed_at: instant,
  },
  { title: 'ScenarioVersion' },
)
const Position = Type.Object({ id: Uuid })
const VersionPosition = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })

/** Scenarios: what an agent is for just now. People have their own; administrators publish those for everybody. */
export function manageScenarios(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['scenarios']
  const reading = { onRequest: requireUser }
  const writing = { onRequest: requireScope('chat') }
  const One = success(Scenario)
  const List = success(Type.Object({ scenarios: Type.Array(Scenario), next_cursor: NextCursor }))
  const query = {
    ...pageQuery,
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
    category: Type.Optional(Type.String({ maxLength: 50, pattern: storable })),
  }

  for (const [path, summary, publicOnly] of [
    [base, 'List the scenarios that you may see', undefined],
    [`${base}/available`, 'List the scenarios that you may choose', false],
  ] as const)
    app.get(
      path,
      {
        ...reading,
        schema: {
          tags,
          summary,
          querystring: Type.Object({ ...query, public_only: Type.Boolean({ default: false }) }),
          response: { 200: List, ...problems(...userProblems, ValidationFailed, BadCursor) },
        },
      },
      async (request) => {
        const { limit, cursor, category, public_only } = request.query
        const viewer = viewerOf(request)
        const { rows, more } = await listScenarios(
          db,
          publicOnly === undefined ? viewer : { ...viewer, isAdmin: false },
          {
            publicOnly: public_only,
            limit,
            ...(category !== undefined && { category }),
            after: decodeCursor(Position, cursor)?.id,
          },
        )
        const last = more ? rows.at(-1) : undefined
        const next_cursor = last ? encodeCursor({ id: last.id }) : null
        return { success: true as const, data: { scenarios: rows.map(toScenario), next_cursor } }
      },
    )

  app.get(
    `${base}/:id`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show a scenario',
        params: IdParams,
        response: { 200: One, ...problems(...userProblems, ValidationFailed, ScenarioNotFound) },
      },
    },
    async (request) => ({
      success: true as const,
      data: toScenario(await seen(request.params.id, viewerOf(request))),
    }),
  )

  app.post(
    base,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Create a scenario',
        body: NewScenario,
        response: { 201: One, ...problems(...userProblems, ValidationFailed, Forbidden, TooManyRequests) },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request)
      const definition = changed({ ...scenarioDefaults, name: request.body.name }, request.body)
      if (definition.is_default && !viewer.isAdmin) throw onlyAdmins()
      assertDefault(definition)
      const row = await transact(db, async (trx) => {
        await takeTurn(trx, viewer.userId)
        if (!viewer.isAdmin && (await countOwn(trx, viewer.userId)) >= ownMax) throw tooMany()
        return insertScenario(trx, definition, { ...viewer, at: now() })
      })
      return reply.code(201).send({ success: true, data: toScenario(row) })
    },
  )

  app.put(
    `${base}/:id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Change a scenario',
        description: 'Members left out keep their values. Every change is a version that can be restored.',
        params: IdParams,
        body: ScenarioChange,
        response: {
          200: One,
          ...problems(...userProblems, ValidationFailed, Forbidden, ScenarioNotFound, DefaultScenarioNeeded),
        },
      },
    },
    async (request) => {
      const viewer = viewerOf(request)
      if (request.body.is_default !== undefined && !viewer.isAdmin) {
        await seen(request.params.id, viewer)
        throw onlyAdmins()
      }
      return change(request.params.id, viewer, async (_trx, row) => changed(definitionOf(row), request.body))
    },
  )

  app.delete(
    `${base}/:id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Delete a scenario',
        params: IdParams,
        response: {
          200: Done,
          ...problems(...userProblems, ValidationFailed, Forbidden, ScenarioNotFound, DefaultScenarioNeeded),
        },
      },
    },
    async (request) => {
      const viewer = viewerOf(request)
      await transact(db, async (trx) => {
        const row = await own(trx, request.params.id, viewer)
        if (row.is_default) throw DefaultScenarioNeeded()
        await removeScenario(trx, row.id)
      })
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '场景已删除', en: 'The scenario was deleted.' }),
      }
    },
  )

  app.get(
    `${base}/:id/versions`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List a scenario’s versions, newest first',
        params: IdParams,
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ versions: Type.Array(Version), next_cursor: NextCursor })),
          ...problems(...userProblems, ValidationFailed, BadCursor, Forbidden, ScenarioNotFound),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const row = await own(db, request.params.id, viewerOf(request))
      const before = decodeCursor(VersionPosition, cursor)?.version
      const rows = await versionsOfScenario(db, row.id, limit, before)
      const { page, next_cursor } = toPage(rows, limit, ({ version }) => ({ version }))
      const versions = page.map((one) => ({ ...one, changed_at: one.changed_at.toISOString() }))
      return { success: true as const, data: { versions, next_cursor } }
    },
  )

  app.post(
    `${base}/:id/versions/:version/restore`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Restore an earlier version of a scenario',
        description: 'It becomes the newest version; whether it is public, and the default, stays as it is.',
        params: AgentVersionParams,
        response: {
          200: One,
          ...problems(
            ...userProblems,
            ValidationFailed,
            Forbidden,
            ScenarioNotFound,
            ScenarioVersionNotFound,
          ),
        },
      },
    },
    async (request) => {
      const { id, version } = request.params
      return change(id, viewerOf(request), async (trx, row) => {
        const kept = /^\d{1,9}$/.test(version)
          ? await findScenarioVersion(trx, row.id, Number(version))
          : undefined
        if (!kept) throw ScenarioVersionNotFound()
        const { is_public, is_default, status } = definitionOf(row)
        return { ...kept.definition, is_public, is_default, status }
      })
    },
  )

  async function change(
    id: string,
    viewer: Viewer,
    define: (trx: typeof db, row: ScenarioRow) => Promise<ScenarioDefinition>,
  ) {
    const row = await transact(db, async (trx) => {
      const before = await own(trx, id, viewer)
      // It is told to everybody: whoever made it may be no administrator any more.
      if (before.is_default && !viewer.isAdmin) throw Forbidden()
      const definition = await define(trx, before)
      if (before.is_default && !definition.is_default) throw DefaultScenarioNeeded()
      assertDefault(definition)
      return updateScenario(trx, before, definition, { ...viewer, at: now() })
    })
    return { success: true as const, data: toScenario(row) }
  }

  /** One that this person may see. Raises SCENARIO_NOT_FOUND. */
  async function seen(id: string, viewer: Viewer) {
    const row = isId(id) ? await findScenario(db, id, viewer) : undefined
    if (!row) throw ScenarioNotFound()
    return row
  }

  /** One that this person may change, locked. Raises SCENARIO_NOT_FOUND, and FORBIDDEN for a public one of somebody else. */
  async function own(trx: typeof db, id: string, viewer: Viewer) {
    const row = isId(id) ? await findScenario(trx, id, viewer, true) : undefined
    if (!row) throw ScenarioNotFound()
    if (row.created_by !== viewer.userId && !viewer.isAdmin) throw Forbidden()
    return row
  }
}

/** What is taken where nothing else fits is there for everybody. */
function assertDefault({ is_default, is_public, status }: ScenarioDefinition): void {
  if (is_default && (!is_public || status !== 'active')) throw DefaultScenarioNeeded()
}

const onlyAdmins = () =>
  Forbidden({
    detail: { zh: '只有管理员可以设置 is_default', en: 'Only admin can set is_default field' },
  })

const tooMany = () =>
  TooManyRequests({
    detail: { zh: `最多 ${ownMax} 个自己的场景`, en: `At most ${ownMax} scenarios of your own.` },
  })
