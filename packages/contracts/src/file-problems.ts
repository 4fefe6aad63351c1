import { problem } from './problem.ts'

// What DescribeFiles and ReadFile raise, here and at the services that ask them.
export const FileNotFound = problem('FILE_NOT_FOUND', 404, {
  zh: '文件不存在',
  en: 'No such file.',
  check: 'The file’s id: it must belong to the caller, and not have been removed.',
})
export const FileNotReady = problem('FILE_NOT_READY', 409, {
  zh: '文件尚未处理完成，或未通过检查',
  en: 'The file is not ready: it is still being checked, or was rejected.',
  check: 'The `status` of the file, and its `reason` once it is rejected.',
})
export const VariantNotFound = problem('VARIANT_NOT_FOUND', 404, {
  zh: '此文件没有这种形式的内容',
  en: 'This file has no such variant.',
  check: 'Pictures have a preview and no text; text and PDF have text and no preview.',
})
