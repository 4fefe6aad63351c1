import { defineText } from '../text/define-text.ts'

export const useLearningText = defineText(
  {
    tabs: '学习',
    review: '今日复习',
    notebook: '错题本',
    ask: '问老师',
    settings: '学习设置',
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
    anySubject: '不限科目',
    subject: '科目',
    learning: '待掌握',
    reviewing: '复习中',
    mastered: '已掌握',
    forgotten: '又忘了',
    answer: '完整讲解',
    steps: '讲步骤，答案自己算',
    hints: '只给提示',
  },
  {
    tabs: 'Learning',
    review: 'Today’s review',
    notebook: 'Notebook',
    ask: 'Ask the tutor',
    settings: 'Settings',
    math: 'Mathematics',
    chinese: 'Chinese',
    english: 'English',
    physics: 'Physics',
    chemistry: 'Chemistry',
    biology: 'Biology',
    history: 'History',
    geography: 'Geography',
    politics: 'Politics',
    other: 'Other',
    anySubject: 'Any subject',
    subject: 'Subject',
    learning: 'Not passed yet',
    reviewing: 'On its way',
    mastered: 'Mastered',
    forgotten: 'Forgotten again',
    answer: 'The whole solution',
    steps: 'The steps, without the result',
    hints: 'Hints only',
  },
)

export const subjects = [
  ...(['math', 'chinese', 'english', 'physics', 'chemistry'] as const),
  ...(['biology', 'history', 'geography', 'politics', 'other'] as const),
]
export type Subject = (typeof subjects)[number]
export const statuses = ['learning', 'reviewing', 'mastered', 'forgotten'] as const
export const guidances = ['answer', 'steps', 'hints'] as const
