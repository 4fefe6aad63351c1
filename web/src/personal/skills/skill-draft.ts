import type { Skill } from './skills.queries.ts'

/** A skill as its form holds it. */
export interface SkillDraft {
  name: string
  description: string
  skill_content: string
  always_apply: boolean
  is_public: boolean
  is_default: boolean
  status: Skill['status']
}

const begun: SkillDraft = {
  ...{ name: '', description: '', skill_content: '', status: 'published' },
  ...{ always_apply: false, is_public: false, is_default: false },
}

export function skillDraftOf(skill: Skill | undefined): SkillDraft {
  if (!skill) return begun
  const { name, description, skill_content, always_apply, is_public, is_default, status } = skill
  return { name, description, skill_content, always_apply, is_public, is_default, status }
}

/**
 * What differs, and so is told to the API: what is not told stays. Its file is written anew where one of its members is told, and
 * what stands in an archive cannot be.
 */
export function skillChanges(before: SkillDraft, draft: SkillDraft): Partial<SkillDraft> {
  const differs = (name: string) => before[name as keyof SkillDraft] !== draft[name as keyof SkillDraft]
  return Object.fromEntries(Object.entries(draft).filter(([name]) => differs(name)))
}
