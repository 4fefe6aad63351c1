import { Forbidden, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { AgentVersionParams } from '../agents/agent-versions.ts'
import { beside, read } from './define-skill.ts'
import { skillProblems } from './manage-skills.ts'
import type { SkillDeps } from './own-skill.ts'
import { changeSkill, ownSkill, SkillNotFound, skillsPath } from './own-skill.ts'
import { Skill } from './skill-shape.ts'
import { findSkillVersion, skillVersions as versionsOf } from './skills.queries.ts'

export const SkillVersionNotFound = problem('SKILL_VERSION_NOT_FOUND', 404, {
  zh: '没有这个版本',
  en: 'No such version.',
  check: 'The version, against the skill’s list of versions.',
})
const VersionPosition = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })
const Version = Type.Object(
  {
    version: Type.Integer(),
    source_type: Type.Enum(['md', 'zip']),
    bytes: Type.Integer(),
    changed_by: Nullable(Uuid),
    changed_at: instant,
  },
  { title: 'SkillVersion' },
)

/** A skill's files as they were, and how one comes back. */
export function skillVersions(app: App, deps: SkillDeps) {
  const { db } = deps
  const tags = ['skills']
  const reading = { onRequest: requireUser }
  const writing = { onRequest: requireScope('chat') }
  const One = success(Skill)

  app.get(
    `${skillsPath}/:id/versions`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List a skill’s versions, newest first',
        params: IdParams,
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ versions: Type.Array(Version), next_cursor: NextCursor })),
          ...problems(...userProblems, ValidationFailed, BadCursor, Forbidden, SkillNotFound),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const { id } = await ownSkill(db, request)
      const rows = await versionsOf(db, id, limit, decodeCursor(VersionPosition, cursor)?.version)
      const { page, next_cursor } = toPage(rows, limit, ({ version }) => ({ version }))
      const versions = page.map((row) => ({ ...row, changed_at: row.changed_at.toISOString() }))
      return { success: true as const, data: { versions, next_cursor } }
    },
  )

  app.post(
    `${skillsPath}/:id/versions/:version/restore`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Restore an earlier version of a skill',
        description: 'Its file becomes the newest version.',
        params: AgentVersionParams,
        response: { 200: One, ...problems(...skillProblems, SkillNotFound, SkillVersionNotFound) },
      },
    },
    async (request) => ({
      success: true as const,
      data: await changeSkill(deps, request, async (trx, before) => {
        const { version } = request.params
        const kept = /^\d{1,9}$/.test(version)
          ? await findSkillVersion(trx, before.id, Number(version))
          : undefined
        if (!kept) throw SkillVersionNotFound()
        const { category, isPublic, isDefault, status } = beside(before)
        return { ...(await read(kept.source)), category, isPublic, isDefault, status }
      }),
    }),
  )
}
