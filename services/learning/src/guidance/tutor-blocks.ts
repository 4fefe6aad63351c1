import type { ReplyBlock, ReplyGuard } from '@lingzhi/contracts/chat-replies'
import type { Subject } from '@lingzhi/contracts/learning'
import type { LearnerSettings } from '../settings/settings.queries.ts'
import type { Guided } from './decide-guidance.ts'
import { guardTerms } from './guard-terms.ts'

export const weakPointsMax = 5

const subjects: Readonly<Record<Subject, string>> = {
  math: '数学',
  chinese: '语文',
  english: '英语',
  physics: '物理',
  chemistry: '化学',
  biology: '生物',
  history: '历史',
  geography: '地理',
  politics: '政治',
  other: '其他',
}

const grades = '一二三四五六七八九'
/** 1 to 12; nothing that names a school or a person is told. */
const gradeName = (level: number) =>
  level <= 9 ? `${grades[level - 1]}年级` : `高中${grades[level - 10]}年级`

/** How each way of helping is put to the model. */
const rules = {
  answer: ['给出完整、分步骤的解答，最后写出答案，并用一句话说明这一类题怎么想。'],
  steps: ['按步骤讲清每一步为什么这样做，让学生能自己算出结果；不要写出最终答案。'],
  hints: [
    '只给提示，不要写出解答过程，也不要写出最终答案。这一次只指出该看题目的哪一处、想到哪个知识点。',
    '只给提示，不要写出最终答案。这一次说明该用哪个方法或公式，以及怎样开始。',
    '只给提示，不要写出最终答案。这一次把下一步具体说出来，后面的留给学生自己完成。',
  ],
} as const

const attempted = '学生已经写了自己的作答：先看它对在哪里、从哪一步开始错或停下，从那里讲起。'

interface Told {
  settings: Pick<LearnerSettings, 'grade_level' | 'weak_points'>
  subject: Subject | null
  topic: string | null
  student_attempt: string | null
  guided: Guided
}

/** What the tutor is told of a question beside it: who asks, what they tried, and how to help. */
export function tutorBlocks({ settings, subject, topic, student_attempt, guided }: Told): ReplyBlock[] {
  const { grade_level, weak_points } = settings
  const learner = [
    ...(grade_level === null ? [] : [`年级：${gradeName(grade_level)}`]),
    ...(subject === null ? [] : [`学科：${subjects[subject]}`]),
    ...(topic === null ? [] : [`主题：${topic}`]),
    ...(weak_points.length === 0 ? [] : [`薄弱点：${weak_points.slice(0, weakPointsMax).join('；')}`]),
  ]
  const rule = rules[guided.guidance][(guided.hint_level ?? 1) - 1]
  return [
    ...(learner.length === 0 ? [] : [{ kind: 'learner' as const, text: learner.join('\n') }]),
    ...(student_attempt === null
      ? []
      : [{ kind: 'task' as const, text: `学生自己的作答：\n${student_attempt}` }]),
    { kind: 'rules', text: `${rule}${student_attempt === null ? '' : `\n${attempted}`}` },
  ]
}

const usualHint =
  '我们先不看答案。再读一遍题目：已知什么，要求什么？哪个知识点把它们连在一起？把你想到的下一步写出来，我来帮你看。'

/** What holds a known answer back from whoever gets hints or steps; undefined: nothing is known, or it may be told. */
export function guardOf(
  { guidance, known_answer }: Guided,
  question: string,
  hint: string | null,
): ReplyGuard | undefined {
  if (guidance === 'answer' || known_answer === null) return undefined
  const terms = guardTerms(known_answer, question)
  return terms.length === 0 ? undefined : { terms, instead: hint ?? usualHint }
}
