import type { Static } from 'typebox'
import { readSkillArchive } from './read-skill-archive.ts'
import { invalid, readSkillFile, writeSkillFile } from './read-skill-file.ts'
import type { SkillChange } from './skill-shape.ts'
import type { SkillDefinition, SkillRow } from './skills.queries.ts'

/** What is set beside a skill's file. */
export const beside = (row: SkillRow | undefined) => ({
  category: row?.category ?? 'general',
  isPublic: row?.is_public ?? false,
  isDefault: row?.is_default ?? false,
  status: row?.status ?? ('published' as const),
})

/** A definition of what somebody typed, in place of one before; an empty `source` leaves the file as it is. */
export function define(before: SkillRow | undefined, body: Static<typeof SkillChange>): SkillDefinition {
  const settings = beside(before)
  const set = {
    category: body.category ?? settings.category,
    isPublic: body.is_public ?? settings.isPublic,
    isDefault: body.is_default ?? settings.isDefault,
    status: body.status ?? settings.status,
  }
  const content = body.skill_content ?? body.content
  if (content !== undefined && /^\uFEFF?---\s*$/m.test(content.split('\n', 1)[0] ?? '')) {
    const source = Buffer.from(content)
    return { ...readSkillFile(source), ...set, source, sourceType: 'md' }
  }
  const file = {
    name: body.name ?? before?.name ?? '',
    description: body.description ?? before?.description ?? '',
    body: content ?? before?.body ?? '',
    allowedTools: body.allowed_tools !== undefined ? body.allowed_tools : (before?.allowed_tools ?? null),
    alwaysApply: body.always_apply ?? before?.always_apply ?? false,
  }
  const isSame =
    before &&
    file.name === before.name &&
    file.description === before.description &&
    file.body === before.body &&
    JSON.stringify(file.allowedTools) === JSON.stringify(before.allowed_tools) &&
    file.alwaysApply === before.always_apply
  if (isSame) return { ...file, ...set, source: Buffer.alloc(0), sourceType: before.source_type }
  if (before?.source_type === 'zip')
    throw invalid('压缩包的内容只能重新导入', 'what an archive holds can only be imported anew')
  const source = writeSkillFile(file)
  return { ...readSkillFile(source), ...set, source, sourceType: 'md' }
}

/** A definition of a file, private and published. */
export async function read(source: Buffer): Promise<SkillDefinition> {
  const isZip = source.length >= 4 && source.readUInt16BE(0) === 0x504b
  const file = readSkillFile(isZip ? await readSkillArchive(source) : source)
  return { ...file, ...beside(undefined), source, sourceType: isZip ? 'zip' : 'md' }
}
