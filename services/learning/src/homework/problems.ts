import { problem } from '@lingzhi/contracts/problem'

export const HomeworkNotFound = problem('HOMEWORK_NOT_FOUND', 404, {
  zh: '作业不存在',
  en: 'There is no such homework.',
  check:
    'The id, the number of the item, and who asks: the submitter, the owner of its template, or an administrator.',
})
export const TemplateNotFound = problem('HOMEWORK_TEMPLATE_NOT_FOUND', 404, {
  zh: '作业模板不存在',
  en: 'There is no such template.',
  check: 'The id, and whose template it is: others see it only while it is `shared`.',
})
export const AlreadySubmitted = problem('HOMEWORK_ALREADY_SUBMITTED', 409, {
  zh: '该作业已经提交过了',
  en: 'This homework has been submitted already.',
  check: '`allow_again` of the template, and the caller’s earlier submission.',
})
export const NotGradedYet = problem('NOT_GRADED_YET', 409, {
  zh: '作业尚未完成批改，请稍后再试',
  en: 'The homework has not been graded yet. Try again later.',
  check: 'The `status` of the submission; one that stays is named in the log.',
})
export const HomeworkBusy = problem('HOMEWORK_BUSY', 409, {
  zh: '作业正在处理中，请稍后再试',
  en: 'The homework is being worked on. Try again in a moment.',
  check: 'The `status` of the submission.',
})
export const NothingTranscribed = problem('NOTHING_TRANSCRIBED', 409, {
  zh: '这道题是直接提交的文字，没有可以更正的识别结果',
  en: 'This answer was submitted as it is: nothing was transcribed that could be corrected.',
  check: '`kind` of the submission: only what was read from files or from a whole text can be corrected.',
})
export const HomeworkFull = problem('HOMEWORK_FULL', 409, {
  zh: '数量已达上限，请先删除一些',
  en: 'There are as many as can be kept. Delete some first.',
  check: 'The caller’s submissions (5,000), templates (500), corrections (20) and appeals (3) of an item.',
})
export const HomeworkQueued = problem('HOMEWORK_QUEUED', 429, {
  zh: '已有多份作业正在批改，请等待完成后再提交',
  en: 'Several submissions are being graded. Wait for them before submitting more.',
  check: 'How many submissions of the caller are not graded yet: 20 are the most.',
})
export const HomeworkTooLong = problem('HOMEWORK_TOO_LONG', 413, {
  zh: '作业过长：PDF 最多 100 页，文字最多 20000 个字符',
  en: 'The homework is too long: a PDF may have 100 pages, a text 20,000 characters.',
  check: 'The pages of the file, and the length of `text`.',
})
export const AppealOpen = problem('APPEAL_OPEN', 409, {
  zh: '这道题已有待处理的申诉',
  en: 'There is an open appeal against this grade already.',
  check: 'GET the correction: the appeals of each item are in it.',
})
