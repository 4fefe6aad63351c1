import { Forbidden, TooManyRequests } from '@lingzhi/contracts/common-problems'
import { isId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import type { FastifyRequest } from 'fastify'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { viewerOf } from '../scenarios/manage-scenarios.ts'
import type { Viewer } from '../scenarios/scenarios.queries.ts'
import { takeTurn } from '../take-turn.ts'
import type { SkillDefinition, SkillRow } from './skills.queries.ts'
import { findSkill, insertSkill, ownSkills, sourceOf, updateSkill } from './skills.queries.ts'

export const SkillNotFound = problem('SKILL_NOT_FOUND', 404, {
  zh: '没有这个技能',
  en: 'No such skill.',
  check: 'The skill’s id: it must be public and published, or the caller’s own.',
})
export const SkillNameTaken = problem('SKILL_NAME_TAKEN', 409, {
  zh: '已有同名的技能',
  en: 'There is a skill of this name already.',
  check: 'Nothing: names are unique among one’s own, and among official ones.',
})
/** A person's own. */
const ownMax = { count: 100, bytes: 20 * 1024 * 1024 }

export const skillsPath = '/api/v1/platform/skills'

export type SkillDeps = Pick<Deps, 'db' | 'now'>
type OfSkill = FastifyRequest<{ Params: { id: string } }>

export const toSkill = ({ body, created_at, updated_at, ...row }: SkillRow) => ({
  ...row,
  skill_content: body,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
})

/** Stores a new skill. Raises FORBIDDEN for a default by anybody but an administrator, TOO_MANY_REQUESTS, SKILL_NAME_TAKEN. */
export async function storeSkill({ db, now }: SkillDeps, viewer: Viewer, definition: SkillDefinition) {
  if (definition.isDefault && !viewer.isAdmin) throw Forbidden()
  const id = await transact(db, async (trx) => {
    await takeTurn(trx, viewer.userId)
    const { count, bytes } = await ownSkills(trx, viewer.userId)
    if (!viewer.isAdmin && (count >= ownMax.count || bytes + definition.source.length > ownMax.bytes))
      throw tooMany()
    return insertSkill(trx, definition, { ...viewer, at: now() })
  })
  if (id === undefined) throw SkillNameTaken()
  return toSkill((await findSkill(db, id, viewer))!)
}

/** Changes a skill of the caller's own, as `redefine` says. Raises what finding and storing it raise, TOO_MANY_REQUESTS too. */
export async function changeSkill(
  { db, now }: SkillDeps,
  request: OfSkill,
  redefine: (trx: Db, before: SkillRow) => Promise<SkillDefinition>,
) {
  const viewer = viewerOf(request)
  await transact(db, async (trx) => {
    await takeTurn(trx, viewer.userId)
    const { bytes } = await ownSkills(trx, viewer.userId)
    const before = await ownSkill(trx, request)
    const definition = await redefine(trx, before)
    if (definition.isDefault && !before.is_default && !viewer.isAdmin) throw Forbidden()
    const source = definition.source.length > 0 ? definition.source : (await sourceOf(trx, before.id))!.source
    if (!(await updateSkill(trx, before, { ...definition, source }, { ...viewer, at: now() })))
      throw SkillNameTaken()
    const after = (await ownSkills(trx, viewer.userId)).bytes
    if (!viewer.isAdmin && after > bytes && after > ownMax.bytes) throw tooMany()
  })
  return toSkill((await findSkill(db, request.params.id, viewer))!)
}

/** One that the caller may see. Raises SKILL_NOT_FOUND. */
export async function seenSkill(db: Db, request: OfSkill): Promise<SkillRow> {
  const { id } = request.params
  const row = isId(id) ? await findSkill(db, id, viewerOf(request)) : undefined
  if (!row) throw SkillNotFound()
  return row
}

/** One that the caller may change, locked. Raises SKILL_NOT_FOUND, and FORBIDDEN for a public one of somebody else. */
export async function ownSkill(trx: Db, request: OfSkill): Promise<SkillRow> {
  const { id } = request.params
  const viewer = viewerOf(request)
  const row = isId(id) ? await findSkill(trx, id, viewer, true) : undefined
  if (!row) throw SkillNotFound()
  if (row.created_by !== viewer.userId && !viewer.isAdmin) throw Forbidden()
  return row
}

const tooMany = () =>
  TooManyRequests({
    detail: {
      zh: `自己的技能最多 ${ownMax.count} 个、共 20 MB`,
      en: `At most ${ownMax.count} skills of your own, of 20 MB altogether.`,
    },
  })
