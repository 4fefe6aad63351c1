import { problem } from '@lingzhi/contracts/problem'

export const ExportNotFound = problem('EXPORT_NOT_FOUND', 404, {
  zh: '导出不存在',
  en: 'No such export.',
  check: 'The export’s id: it must belong to the caller.',
})
export const ExportNotReady = problem('EXPORT_NOT_READY', 409, {
  zh: '导出尚未完成，还没有文件',
  en: 'The export is not complete yet: there is no file.',
  check: 'The `status` of the export.',
})
export const ExportEnded = problem('EXPORT_ALREADY_ENDED', 409, {
  zh: '导出已经结束',
  en: 'The export has already ended.',
  check: 'The `status` of the export.',
})
export const ExportExpired = problem('EXPORT_EXPIRED', 410, {
  zh: '文件已过保存期限并已删除',
  en: 'The file has expired and was deleted.',
  check: 'Start a new export. EXPORT_KEEP_DAYS is how long files are kept.',
})
export const ExportQuotaExceeded = problem('EXPORT_QUOTA_EXCEEDED', 429, {
  zh: '导出过多，请等待其中一个完成，或明天再试',
  en: 'Too many exports. Wait for one to finish, or until tomorrow.',
  check: 'The caller’s unfinished exports and today’s; both limits are settings.',
})
