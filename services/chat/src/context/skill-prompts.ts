import type { Db } from '../database.ts'
import { indexWords } from '../scenarios/match-words.ts'
import { usableAmong } from '../scenarios/scenarios.queries.ts'
import type { UsableSkill } from '../skills/skills.queries.ts'
import { bodiesOf, sentBefore, usableSkills } from '../skills/skills.queries.ts'
import type { InstructionsSubject } from './context-subject.ts'
import type { Part } from './part.ts'
import { shortened } from './part.ts'

const catalogueTokensMax = 1_000
const bodyTokensMax = 5_000
/** Bodies with one question. */
const bodiesMax = 5
/** How like a question a skill's description must be. */
const likenessLeast = 0.35

const named = /\$([a-z0-9]+(?:-[a-z0-9]+)*)/g

export interface SkillParts {
  parts: Part[]
  /** What was asked for and is not there, or not for this person. */
  missing: string[]
}

/**
 * The skills for a question: a catalogue of those that are on, and the instructions of those that were asked for (by id, or as `$name`),
 * always apply, or are like the question; each body once in a conversation.
 */
export async function skillPrompts(
  { db }: { db: Db },
  { userId, shaping }: InstructionsSubject,
  question: string,
): Promise<SkillParts> {
  const names = [...question.matchAll(named)].map(([, name = '']) => name).slice(0, bodiesMax)
  const ids = shaping?.skillIds ?? []
  if (!shaping?.choices.any_skills && ids.length === 0) return { parts: [], missing: ids }
  const scenarios = await usableAmong(db, shaping?.match?.scenario_ids ?? [], userId)
  const attached = scenarios.flatMap(({ skills }) => skills)
  if (!shaping || (userId === null && attached.length === 0)) return { parts: [], missing: ids }
  const usable = await usableSkills(db, userId, { ids, names, attached })
  if (usable.length === 0) return { parts: [], missing: ids }
  const asked = [
    ...ids.flatMap((id) => usable.find((one) => one.id === id) ?? []),
    // Of one name, one's own comes first.
    ...names.flatMap((name) => usable.find((one) => one.name === name) ?? []),
  ]
  const on = usable.filter(({ enabled, status }) => enabled && status === 'published')
  const wanted = [
    ...new Set([...asked, ...on.filter(({ always_apply }) => always_apply), ...(await like(on, question))]),
  ]
  const sent = wanted.length > 0 ? await sentBefore(db, shaping.questionId) : new Set()
  const shown = wanted.filter(({ id }) => !sent.has(id)).slice(0, bodiesMax)
  const bodies = await bodiesOf(
    db,
    shown.map(({ id }) => id),
  )
  return {
    parts: [...catalogueOf(on), ...shown.map((one) => bodyOf(one, bodies.get(one.id) ?? ''))],
    missing: ids.filter((id) => !usable.some((one) => one.id === id)),
  }
}

/** Those whose description is like the question. */
async function like(skills: readonly UsableSkill[], question: string): Promise<UsableSkill[]> {
  const none = { tags: [], capabilities: [], keywords: [], negative_keywords: [], examples: [] }
  const index = await indexWords(
    skills.map(({ id, name, description, version }) => ({
      id,
      name: name.replaceAll('-', ' '),
      description,
      meta: none,
      version,
      is_default: false,
      says_something: true,
    })),
  )
  const close = index.byLikeness(question).filter(({ score }) => score >= likenessLeast)
  return close.flatMap(({ scenario }) => skills.find(({ id }) => id === scenario.id) ?? []).slice(0, 2)
}

function catalogueOf(on: readonly UsableSkill[]): Part[] {
  if (on.length === 0) return []
  const lines = on.map(({ name, description }) => `- ${name}：${description.replace(/\s+/g, ' ')}`)
  const { text, shortened: cut } = shortened(lines.join('\n'), catalogueTokensMax)
  return [{ kind: 'skills', name: '可用技能', text: `可用技能：\n${text}`, ...(cut && { shortened: true }) }]
}

function bodyOf({ id, name, version }: UsableSkill, body: string): Part {
  const { text, shortened: cut } = shortened(body, bodyTokensMax)
  return {
    kind: 'skill',
    id,
    name,
    version,
    text: `技能 ${name}：\n${text}`,
    ...(cut && { shortened: true }),
  }
}
