import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { Maybe, Nullable, storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Principal } from '@lingzhi/identity/principal'
import { isAdmin } from '@lingzhi/identity/principal'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { defaultRubric, questionKinds, rounded, usualPoints } from './rubric.ts'
import type { Criterion, Template, TemplateItem } from './tables.ts'

export const itemsMax = 60
export const GradeLevel = Type.Integer({ minimum: 1, maximum: 12 })
/** Quarters add up exactly. */
const Points = Type.Number({ minimum: 0.25, maximum: 1_000, multipleOf: 0.25 })
export const text = (maxLength: number) => Type.String({ maxLength, pattern: storable })
export const written = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: storableNotBlank })

const NewCriterion = Type.Object(
  {
    id: Type.Optional(Type.String({ pattern: '^[a-zA-Z0-9_-]{1,32}$' })),
    text: written(500),
    points: Points,
    kind: Type.Optional(Type.Enum(['earn', 'deduct'])),
  },
  { title: 'NewHomeworkCriterion' },
)

export const NewItem = Type.Object(
  {
    number: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    question: written(4_000),
    question_type: Type.Optional(Type.Enum([...questionKinds])),
    points: Type.Optional(Points),
    correct_answer: Maybe(text(1_000)),
    alternatives: Type.Optional(Type.Array(written(500), { maxItems: 20 })),
    tolerance: Maybe(text(50)),
    unit: Maybe(text(50)),
    rubric: Type.Optional(Type.Array(NewCriterion, { maxItems: 20 })),
    knowledge_points: Type.Optional(Type.Array(written(60), { maxItems: 20 })),
  },
  { title: 'NewHomeworkItem' },
)

const own = {
  description: Maybe(text(2_000)),
  grade_level: Maybe(GradeLevel),
  due_at: Maybe(Type.String({ format: 'date-time' })),
  shared: Type.Optional(Type.Boolean()),
  allow_again: Type.Optional(Type.Boolean()),
}
const Items = Type.Array(NewItem, { minItems: 1, maxItems: itemsMax })

export const NewTemplate = Type.Object(
  {
    title: Type.Optional(written(200)),
    name: Type.Optional(written(200)),
    subject: Subject,
    ...own,
    items: Items,
  },
  { title: 'NewHomeworkTemplate' },
)

export const TemplateChange = Type.Partial(
  Type.Object({ title: written(200), subject: Subject, ...own, items: Items }),
  { title: 'HomeworkTemplateChange' },
)

const CriterionView = Type.Object(
  {
    id: Type.String(),
    text: Type.String(),
    points: Type.Number(),
    kind: Type.Enum(['earn', 'deduct']),
  },
  { title: 'HomeworkCriterion' },
)

export const TemplateView = Type.Object(
  {
    id: Uuid,
    title: Type.String(),
    name: Type.String(),
    subject: Subject,
    description: Nullable(Type.String()),
    grade_level: Nullable(Type.Integer()),
    due_at: Nullable(instant),
    shared: Type.Boolean(),
    allow_again: Type.Boolean(),
    is_owner: Type.Boolean(),
    version: Type.Integer(),
    max_score: Type.Number(),
    total_submissions: Type.Integer(),
    items: Type.Array(
      Type.Object(
        {
          number: Type.Integer(),
          question: Type.String(),
          question_type: Type.Enum([...questionKinds]),
          points: Type.Number(),
          rubric: Nullable(Type.Array(CriterionView)),
          rubric_source: Nullable(Type.Enum(['given', 'default'])),
          correct_answer: Nullable(Type.String()),
          alternatives: Nullable(Type.Array(Type.String())),
          tolerance: Nullable(Type.String()),
          unit: Nullable(Type.String()),
          knowledge_points: Type.Array(Type.String()),
        },
        { title: 'HomeworkTemplateItem' },
      ),
    ),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'HomeworkTemplate' },
)

/** Items as they are judged: numbered, with points and criteria. Raises VALIDATION_ERROR for numbers or criteria that occur twice. */
export function readItems(items: readonly Static<typeof NewItem>[]): TemplateItem[] {
  const read = items.map((item, n) => readItem(item, n))
  const numbers = read.map(({ number }) => number)
  const twice = numbers.findIndex((number, n) => numbers.indexOf(number) !== n)
  if (twice >= 0) throw fault(`items.${twice}.number`, { zh: '题号重复', en: 'occurs twice' })
  return read.sort((a, b) => a.number - b.number)
}

function readItem(item: Static<typeof NewItem>, n: number): TemplateItem {
  const rubric: Criterion[] = (item.rubric ?? []).map(({ id, text, points, kind }, place) => ({
    ...{ id: id ?? `c${place + 1}`, text: text.trim(), points, kind: kind ?? 'earn' },
  }))
  const ids = rubric.map(({ id }) => id)
  const twice = ids.findIndex((id, place) => ids.indexOf(id) !== place)
  if (twice >= 0) throw fault(`items.${n}.rubric.${twice}.id`, { zh: '评分点编号重复', en: 'occurs twice' })
  const earned = rounded(
    rubric.filter(({ kind }) => kind === 'earn').reduce((sum, { points }) => sum + points, 0),
  )
  if (rubric.length > 0 && earned === 0)
    throw fault(`items.${n}.rubric`, { zh: '至少需要一个得分点', en: 'has nothing that earns points' })
  const points = item.points ?? (earned > 0 ? earned : usualPoints)
  if (rubric.length > 0 && earned < points)
    throw fault(`items.${n}.rubric`, {
      zh: '得分点之和少于本题分值',
      en: 'earns fewer points than the item has',
    })
  const key = visible(item.correct_answer)
  const question_type = item.question_type ?? (rubric.length > 1 ? 'solution' : 'short_answer')
  return {
    number: item.number ?? n + 1,
    ...{ question: item.question, question_type, points, key },
    alternatives: item.alternatives ?? [],
    tolerance: visible(item.tolerance),
    unit: visible(item.unit),
    rubric: rubric.length > 0 ? rubric : defaultRubric(question_type, points),
    rubric_given: rubric.length > 0,
    knowledge_points: [...new Set((item.knowledge_points ?? []).map((name) => name.trim()))],
  }
}

/** A text of which something is left; null otherwise. */
export const visible = (given: string | null | undefined): string | null => {
  const trimmed = given?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

export const instantOf = (given: string | null | undefined): Date | null => (given ? new Date(given) : null)

const fault = (path: string, message: Texts) => ValidationFailed({ errors: [{ path, message }] })

export const totalOf = (items: readonly { points: number }[]): number =>
  rounded(items.reduce((sum, { points }) => sum + points, 0))

/** A template; its keys and criteria are for its owner and for administrators. */
export function viewTemplate(
  template: Template,
  items: readonly TemplateItem[],
  { reader, submissions }: { reader: Principal; submissions: number },
): Static<typeof TemplateView> {
  const { id, title, subject, description, grade_level, due_at, shared, allow_again, version, max_score } =
    template
  const isOwner = template.user_id === reader.userId
  const knows = isOwner || isAdmin(reader)
  return {
    ...{ id, title, name: title, subject, description, grade_level, shared, allow_again, version, max_score },
    due_at: due_at?.toISOString() ?? null,
    is_owner: isOwner,
    total_submissions: submissions,
    items: items.map((item) => ({
      ...{ number: item.number, question: item.question, question_type: item.question_type },
      points: item.points,
      rubric: knows ? item.rubric : null,
      rubric_source: knows ? (item.rubric_given ? ('given' as const) : ('default' as const)) : null,
      correct_answer: knows ? item.key : null,
      alternatives: knows ? item.alternatives : null,
      tolerance: knows ? item.tolerance : null,
      unit: item.unit,
      knowledge_points: item.knowledge_points,
    })),
    created_at: template.created_at.toISOString(),
    updated_at: template.updated_at.toISOString(),
  }
}
