import type { components } from '@lingzhi/api-client'

/** What the demo deployment consists of. Names start with `demo-`, to set them apart from real people. */

export const agents = [
  {
    name: '英语口语陪练',
    description: '用日常场景练英语，温和地改正错误',
    system_prompt:
      '你是一位耐心的英语口语老师。用简短的英语对话练习日常场景，最后用中文点评一处可以说得更自然的地方。',
    model_config: { temperature: 0.7 },
  },
  {
    name: '周报助手',
    description: '把零散的记录整理成一份周报',
    system_prompt:
      '你把用户给的零散工作记录整理成周报：本周完成、遇到的问题、下周计划。不编造没有提到的内容。',
    model_config: { temperature: 0.2 },
  },
  {
    name: 'Bedtime stories',
    description: 'Short stories for children from four to eight',
    system_prompt:
      'You tell short, calm bedtime stories for children. No violence, a friendly end, 300 words at most.',
    model_config: { temperature: 0.9 },
  },
]

interface Talk {
  /** The default agent when left out. */
  agent?: string
  questions: string[]
  /** The last question edited like this, as a branch. */
  edited?: string
  /** The last answer is generated once more, as a branch. */
  again?: boolean
  feedback?: { type: 'like' | 'dislike' | 'correct'; comment?: string }
  title?: string
  pinned?: boolean
}

type Schemas = components['schemas']
type Review = [daysAgo: number, result: 'correct' | 'partial' | 'incorrect']

/** What somebody did with the tutor. */
interface Studies {
  settings: Schemas['LearnerSettingsChange']
  /** The oldest review first. */
  mistakes: (Schemas['NewMistake'] & { reviewed: [Review, ...Review[]] })[]
  homework: Schemas['NewHomeworkSubmission'][]
  questions: string[]
}

interface Person {
  username: string
  /** Days of the last thirty, today included, on which there was no check-in; 0 is today. */
  missed: number[]
  showName: boolean
  talks: Talk[]
  studies?: Studies
  exports: { format: 'json' | 'csv' | 'ndjson' | 'md'; compression?: 'none' | 'gzip' | 'zstd' }[]
}

export const people: Person[] = [
  {
    username: 'demo-lin',
    missed: [],
    showName: true,
    talks: [
      {
        questions: ['你好，请介绍一下灵值', '签到有什么规则？'],
        again: true,
        feedback: { type: 'like', comment: '讲得很清楚' },
        title: '认识灵值',
        pinned: true,
      },
      {
        agent: '英语口语陪练',
        questions: ['Let us practise ordering coffee.'],
        edited: 'Let us practise checking in at a hotel.',
      },
    ],
    studies: {
      settings: { grade_level: 8, subjects: ['math', 'physics'], weak_points: ['一元二次方程'] },
      mistakes: [
        {
          subject: 'math',
          title: '一元二次方程的两个根',
          question_content: '解方程 $x^2-5x+6=0$',
          student_answer: '$x=2$',
          correct_answer: '$x=2$ 或 $x=3$',
          explanation: '因式分解得 $(x-2)(x-3)=0$，两个根都要写。',
          knowledge_points: ['一元二次方程', '因式分解'],
          reviewed: [
            [9, 'incorrect'],
            [6, 'correct'],
            [3, 'incorrect'],
          ],
        },
        {
          subject: 'math',
          title: '平方根有两个',
          question_content: '求 $16$ 的平方根',
          student_answer: '$4$',
          correct_answer: '$\\pm 4$',
          knowledge_points: ['平方根'],
          reviewed: [
            [8, 'correct'],
            [5, 'correct'],
          ],
        },
        {
          subject: 'physics',
          title: '浮力与排开的水',
          question_content: '体积 $200\\,\\mathrm{cm^3}$ 的木块浸没在水中，受到的浮力是多少？',
          correct_answer: '2 N',
          knowledge_points: ['浮力'],
          reviewed: [[4, 'partial']],
        },
      ],
      homework: [
        {
          title: '分数加减',
          subject: 'math',
          answers: [
            {
              question: '1/2 + 1/3 = ?',
              question_type: 'number',
              correct_answer: '5/6',
              student_answer: '5/6',
              knowledge_points: ['分数加减'],
            },
            {
              question: '3/4 - 1/6 = ?',
              question_type: 'number',
              correct_answer: '7/12',
              student_answer: '2/2',
              knowledge_points: ['分数加减'],
            },
            {
              question: '桌子长 120 厘米，合多少米？',
              question_type: 'number',
              correct_answer: '1.2米',
              student_answer: '1.2 米',
              knowledge_points: ['单位换算'],
            },
          ],
        },
      ],
      questions: ['什么是勾股定理？'],
    },
    exports: [{ format: 'ndjson', compression: 'gzip' }, { format: 'md' }],
  },
  {
    username: 'demo-chen',
    missed: [9, 10, 17],
    showName: true,
    talks: [
      {
        agent: '周报助手',
        questions: ['周一修了导出的错误，周三评审了两个合并请求，周五写文档。请整理成周报。'],
        again: true,
        feedback: { type: 'correct', comment: '请把“评审”放到第一条' },
        title: '第四十八周周报',
      },
    ],
    exports: [{ format: 'csv' }],
  },
  {
    username: 'demo-maya',
    missed: [0, 1, 2, 6, 13, 20, 27],
    showName: false,
    talks: [
      {
        agent: 'Bedtime stories',
        questions: ['A story about a hedgehog who cannot sleep', 'And what did the owl say?'],
        feedback: { type: 'dislike', comment: 'Too long for a four-year-old.' },
      },
    ],
    exports: [],
  },
]
