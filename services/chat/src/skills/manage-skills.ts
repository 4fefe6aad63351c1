import { Forbidden, TooManyRequests, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done, NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { viewerOf } from '../scenarios/manage-scenarios.ts'
import { define } from './define-skill.ts'
import type { SkillDeps } from './own-skill.ts'
import {
  changeSkill,
  ownSkill,
  SkillNameTaken,
  SkillNotFound,
  seenSkill,
  skillsPath,
  storeSkill,
  toSkill,
} from './own-skill.ts'
import { SkillInvalid, SkillTooLarge } from './read-skill-file.ts'
import { NewSkill, Skill, SkillChange } from './skill-shape.ts'
import { listSkills, removeSkill, switchSkill } from './skills.queries.ts'

const Position = Type.Object({ id: Uuid })

/** What storing a skill may raise. */
export const skillProblems = [
  ...[...userProblems, ValidationFailed, Forbidden, SkillInvalid, SkillTooLarge, SkillNameTaken],
  TooManyRequests,
]

/** Skills: instructions in files of their own. Nothing in them is ever run; their tools only take away. */
export function manageSkills(app: App, deps: SkillDeps) {
  const { db } = deps
  const tags = ['skills']
  const reading = { onRequest: requireUser }
  const writing = { onRequest: requireScope('chat') }
  const One = success(Skill)

  app.get(
    skillsPath,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List the skills that you may see',
        querystring: Type.Object({
          ...pageQuery,
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
          category: Type.Optional(Type.String({ maxLength: 50, pattern: storable })),
        }),
        response: {
          200: success(Type.Object({ skills: Type.Array(Skill), next_cursor: NextCursor })),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor, category } = request.query
      const after = decodeCursor(Position, cursor)?.id
      const { rows, more } = await listSkills(db, viewerOf(request), { category, limit, after })
      const last = more ? rows.at(-1) : undefined
      const next_cursor = last ? encodeCursor({ id: last.id }) : null
      return { success: true as const, data: { skills: rows.map(toSkill), next_cursor } }
    },
  )

  app.get(
    `${skillsPath}/:id`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show a skill',
        params: IdParams,
        response: { 200: One, ...problems(...userProblems, ValidationFailed, SkillNotFound) },
      },
    },
    async (request) => ({ success: true as const, data: toSkill(await seenSkill(db, request)) }),
  )

  app.post(
    skillsPath,
    {
      ...writing,
      bodyLimit: 2_097_152,
      schema: {
        tags,
        summary: 'Create a skill',
        body: NewSkill,
        response: { 201: One, ...problems(...skillProblems) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const definition = define(undefined, body)
      return reply
        .code(201)
        .send({ success: true, data: await storeSkill(deps, viewerOf(request), definition) })
    },
  )

  app.put(
    `${skillsPath}/:id`,
    {
      ...writing,
      bodyLimit: 2_097_152,
      schema: {
        tags,
        summary: 'Change a skill',
        description:
          'Members left out keep their values. Of an archive, only what is beside its file can be changed.',
        params: IdParams,
        body: SkillChange,
        response: { 200: One, ...problems(...skillProblems, SkillNotFound) },
      },
    },
    async (request) => ({
      success: true as const,
      data: await changeSkill(deps, request, async (_trx, before) => define(before, request.body)),
    }),
  )

  app.put(
    `${skillsPath}/:id/enabled`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Switch a skill on or off for yourself',
        params: IdParams,
        body: Type.Object({ enabled: Type.Boolean() }, { title: 'SkillSwitch' }),
        response: { 200: One, ...problems(...userProblems, ValidationFailed, SkillNotFound) },
      },
    },
    async (request) => {
      const { id } = await seenSkill(db, request)
      await switchSkill(db, { userId: viewerOf(request).userId, skillId: id, enabled: request.body.enabled })
      return { success: true as const, data: toSkill(await seenSkill(db, request)) }
    },
  )

  app.delete(
    `${skillsPath}/:id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Delete a skill',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, ValidationFailed, Forbidden, SkillNotFound) },
      },
    },
    async (request) => {
      await transact(db, async (trx) => removeSkill(trx, (await ownSkill(trx, request)).id))
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '技能已删除', en: 'The skill was deleted.' }),
      }
    },
  )
}
