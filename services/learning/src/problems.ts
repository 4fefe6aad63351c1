import { problem } from '@lingzhi/contracts/problem'

export const QuestionTooLong = problem('QUESTION_TOO_LONG', 413, {
  zh: '问题过长，最多 5000 个字符',
  en: 'The question is too long: at most 5,000 characters.',
  check: 'The length of `content`.',
})
export const SessionNotFound = problem('LEARNING_SESSION_NOT_FOUND', 404, {
  zh: '学习会话不存在',
  en: 'No such session.',
  check: 'The session’s id: it must belong to the caller, and its conversation must not have been deleted.',
})
export const QuestionNotFound = problem('QUESTION_NOT_FOUND', 404, {
  zh: '问题或回答不存在',
  en: 'No such question or answer.',
  check: 'The id: it must belong to the caller, and its conversation must not have been deleted.',
})
export const NotAnswered = problem('NOT_ANSWERED', 409, {
  zh: '这个问题还没有回答',
  en: 'The question has no answer yet.',
  check: 'The `status` of the question: one that failed must be asked again.',
})
export const AnswerPending = problem('ANSWER_PENDING', 504, {
  zh: '回答需要更长时间，请稍后在 /api/v1/learning/answers/{id} 查看',
  en: 'The answer takes longer. Read it later at /api/v1/learning/answers/{id}.',
  check: 'How many replies are queued in chat, and how long its models take.',
})
export const NothingToSearch = problem('NOTHING_TO_SEARCH', 400, {
  zh: '请输入要搜索的词',
  en: 'There is nothing to search for: enter words, numbers or a formula.',
  check: 'That `q` holds letters, digits or Chinese characters.',
})
