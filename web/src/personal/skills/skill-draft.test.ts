import t from 'tap'
import { skillChanges, skillDraftOf } from './skill-draft.ts'
import type { Skill } from './skills.queries.ts'

const skill = {
  ...{ name: 'weekly-report', description: '写周报', skill_content: '三段', status: 'published' },
  ...{ always_apply: false, is_public: false, is_default: false, source_type: 'zip' },
} as unknown as Skill

t.test('only what was changed is told, so that an archive can be published as it is', async (t) => {
  const before = skillDraftOf(skill)
  t.same(skillChanges(before, before), {})
  t.same(skillChanges(before, { ...before, is_public: true }), { is_public: true })
})

t.test('a new one begins empty and in use', async (t) => {
  t.match(skillDraftOf(undefined), { name: '', status: 'published', is_public: false })
})
