import { problem } from '@lingzhi/contracts/problem'

/** Where the notebook is, and where the replaced system had it before: the same routes under another name, which the document leaves out. */
export const notebookDoors = [
  { base: '/api/v1/mistakes', hide: false },
  { base: '/api/v1/error-book', hide: true },
] as const
export type NotebookDoor = (typeof notebookDoors)[number]

/** What kinds of mistakes the replaced system knew. */
export const errorTypes = ['未作答', '计算错误', '概念错误', '理解错误', '单位错误', '逻辑错误'] as const

export const MistakeNotFound = problem('MISTAKE_NOT_FOUND', 404, {
  zh: '错题不存在',
  en: 'There is no such mistake.',
  check: 'The id, and whose mistake it is: somebody else’s is not found either.',
})
export const MistakeExists = problem('MISTAKE_EXISTS', 409, {
  zh: '这道题已在错题本中',
  en: 'This is in the notebook already.',
  check: '`source` and `source_id`: a source enters a notebook once.',
})
export const NotebookFull = problem('NOTEBOOK_FULL', 409, {
  zh: '错题本已满，请先删除一些错题',
  en: 'The notebook is full. Delete some mistakes first.',
  check: 'How many mistakes the learner has: 20,000 are the most.',
})

export const AttemptUsed = problem('ATTEMPT_USED', 409, {
  zh: '这次作答已用另一结果记录过',
  en: 'This attempt was recorded with another result.',
  check: '`attempt_id`: a new one for each attempt, the same one for a retry of the same.',
})
export const NothingToUndo = problem('NOTHING_TO_UNDO', 409, {
  zh: '没有可以撤销的复习记录',
  en: 'There is no review to withdraw.',
  check: 'GET the reviews of the mistake: those with `voided_at` are withdrawn already.',
})
export const HistoryFull = problem('REVIEW_HISTORY_FULL', 409, {
  zh: '这道题的复习记录已达上限',
  en: 'The mistake has as many reviews as can be kept.',
  check: 'How many reviews the mistake has: 1,000 are the most.',
})
export const AnalysisUnavailable = problem('ANALYSIS_UNAVAILABLE', 503, {
  zh: '暂时无法分析这道题，请稍后再试',
  en: 'The mistake cannot be analysed now. Try again later.',
  check: 'The detail, and whether chat and its models are available.',
})
