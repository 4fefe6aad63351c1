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
// What StoreFile raises beside them.
export const UnsupportedFile = problem('UNSUPPORTED_FILE', 415, {
  zh: '不支持此类文件，请使用 JPEG、PNG、WebP、GIF、PDF 或 UTF-8 文本',
  en: 'Files of this kind are not supported: use JPEG, PNG, WebP, GIF, PDF or text in UTF-8.',
  check:
    'What the file holds; its name and its declared type do not count. SVG, HTML, Office files and programs are refused.',
})
export const FileTooLarge = problem('FILE_TOO_LARGE', 413, {
  zh: '文件过大：图片与 PDF 最大 10 MB，文本最大 2 MB',
  en: 'The file is too large: pictures and PDF may have 10 MB, text 2 MB.',
  check: 'The size of the file.',
})
export const ImageTooLarge = problem('IMAGE_TOO_LARGE', 413, {
  zh: '图片尺寸过大：最多 4000 万像素，边长不超过 12000',
  en: 'The picture has too many pixels: at most 40 million, and 12,000 on a side.',
  check: 'Width and height of the picture: what it decodes to counts, not the size of the file.',
})
export const QuotaExceeded = problem('QUOTA_EXCEEDED', 413, {
  zh: '存储配额不足，请先删除一些文件',
  en: 'There is no room left: remove some files first.',
  check: '`quota` in the problem: what is left. FILES_QUOTA_BYTES and FILES_QUOTA_FILES are the limits.',
})
