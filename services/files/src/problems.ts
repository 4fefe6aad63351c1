import { problem } from '@lingzhi/contracts/problem'

export const TooManyPages = problem('TOO_MANY_PAGES', 413, {
  zh: 'PDF 页数过多，最多 100 页',
  en: 'The PDF has too many pages: at most 100.',
  check: 'The number of pages.',
})
export const FileUnreadable = problem('FILE_UNREADABLE', 422, {
  zh: '文件已损坏、已加密或过于复杂，无法读取',
  en: 'The file is damaged, encrypted or too complex to be read.',
  check:
    'Whether the file opens elsewhere. FILES_INSPECT_MAX_MS and FILES_INSPECT_MAX_MB bound what reading one may take.',
})
export const FileInfected = problem('FILE_INFECTED', 422, {
  zh: '文件含有恶意内容，已被拒绝',
  en: 'The virus scanner refused the file.',
  check: 'The log names the signature that the scanner found.',
})
export const FileDiffers = problem('FILE_DIFFERS', 422, {
  zh: '上传的内容与声明的大小或摘要不符',
  en: 'What was uploaded does not have the size and the digest that were announced.',
  check: 'The file that was sent, against `bytes` and `sha256` of POST /api/v1/files/presign.',
})
export const PresignNotAvailable = problem('PRESIGN_NOT_AVAILABLE', 409, {
  zh: '此部署没有对象存储地址，请使用普通上传',
  en: 'Files cannot be sent to the store itself here. Upload them.',
  check: 'FILES_S3_URL: only an S3-compatible bucket takes files from their senders.',
})
export const FileNotUploading = problem('FILE_NOT_UPLOADING', 409, {
  zh: '此文件已上传完毕或已过期',
  en: 'The upload of this file has ended.',
  check: 'The `status` of the file: presigned addresses work for ten minutes.',
})
export const InvalidLink = problem('LINK_NOT_VALID', 403, {
  zh: '链接无效或已过期',
  en: 'The link is not valid or has expired.',
  check:
    'The age of the link, and whether its owner changed the password or was disabled; get a new one from the file.',
})
export const RangeNotSatisfiable = problem('RANGE_NOT_SATISFIABLE', 416, {
  zh: '请求的范围超出了文件',
  en: 'The requested range is outside the file.',
  check: 'The request header `Range`, against the file’s size in `Content-Range`.',
})
