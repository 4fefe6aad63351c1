import { problem } from '@lingzhi/contracts/problem'

export const ImportNotFound = problem('IMPORT_NOT_FOUND', 404, {
  zh: '导入不存在',
  en: 'No such import.',
  check: 'The import’s id: it must belong to the caller.',
})
export const ImportEnded = problem('IMPORT_ALREADY_ENDED', 409, {
  zh: '导入已经结束',
  en: 'The import has already ended.',
  check: 'The `status` of the import.',
})
export const ImportNotUploading = problem('IMPORT_NOT_UPLOADING', 409, {
  zh: '此导入的文件已上传完毕，不能再改变',
  en: 'The file of this import is complete and takes no more parts.',
  check: 'The `status` of the import: parts are taken while it is `uploading`.',
})
export const ImportPartsMissing = problem('IMPORT_PARTS_MISSING', 409, {
  zh: '文件还缺少部分内容，请上传后再继续',
  en: 'Parts of the file are missing. Upload them first.',
  check:
    '`missing_parts` in the problem: their numbers. A digest that differs means that a part differs: upload the file again.',
})
export const ImportNotReady = problem('IMPORT_NOT_READY', 409, {
  zh: '导入尚未结束，还没有报告',
  en: 'The import has not ended yet: there is no report.',
  check: 'The `status` of the import.',
})
export const ImportFileGone = problem('IMPORT_FILE_GONE', 410, {
  zh: '文件已不在服务器上，请重新上传',
  en: 'The file is no longer here. Upload it again.',
  check: 'IMPORT_KEEP_HOURS is how long the file of a dry run is kept; once imported it is removed.',
})
export const ImportTooLarge = problem('IMPORT_TOO_LARGE', 413, {
  zh: '文件过大，无法导入',
  en: 'The file is too large to be imported.',
  check: 'The size of the file, against IMPORT_MAX_BYTES; of a part: 8 MiB.',
})
export const ImportQuotaExceeded = problem('IMPORT_QUOTA_EXCEEDED', 429, {
  zh: '导入过多，请等待其中一个完成，或明天再试',
  en: 'Too many imports. Wait for one to finish, or until tomorrow.',
  check: 'The caller’s unfinished imports, today’s, and the bytes of their uploads; the limits are settings.',
})
export const ImportsFull = problem('IMPORTS_FULL', 503, {
  zh: '上传空间已满，请稍后再试',
  en: 'There is no room for more uploads now. Try again later.',
  check: 'Uploads of everybody against IMPORT_STORE_MAX_BYTES, and the space of the file store.',
})
