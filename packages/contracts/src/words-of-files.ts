import type { Word } from './words.ts'

const digest = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const address = '/api/v1/files/01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10'

const file: Readonly<Record<string, Word>> = {
  name: ['What its sender calls it; never a path.', '作业.jpg'],
  status: ['Only a `ready` file can be read; `processing` ends as `ready` or `rejected`.', 'ready'],
  media_type: ['What the file is by its content, whatever its name says.', 'image/jpeg'],
  bytes: ['The size of the file.', 204_800],
  sha256: ['Of the whole file, in hexadecimal.', digest],
  width: ['Of a picture, upright, in pixels.', 1_080],
  height: ['Of a picture, upright, in pixels.', 1_440],
  pages: ['Of a PDF.', null],
  scan: ['What the virus scanner said.', 'unscanned'],
  reason: ['Why the file was rejected: the code of a problem.', null],
  reason_text: ['The same for people.', null],
  has_text: ['Whether there is text of it to be read.', false],
  has_preview: ['Whether there is a small picture of it.', true],
  is_existing: ['The file was here already.', false],
  doc_id: ['The same as `id`.', '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10'],
  object_name: ['The same as `id`.', '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10'],
  image_url: ['Where the file is downloaded.', `${address}/download`],
  preview_url: ['Where its preview is.', `${address}/preview`],
  ai_accessible_url: ['Where the file is downloaded.', `${address}/download`],
  storage_type: ['Files are reached through the platform alone.', 'private'],
}

const of = (title: string, members: Readonly<Record<string, Word>>): [string, Word][] =>
  Object.entries(members).map(([name, word]) => [`${title}.${name}`, word])

/** The words of files; see words.ts. */
export const wordsOfFiles: Readonly<Record<string, Word>> = Object.fromEntries([
  ['files', ['The files of this page, newest first.']],
  ['file_id', ['The file.', '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10']],
  ...of('File', file),
  ...of('UploadedFile', file),
  ...of('AttachedFile', file),
  ...of('SessionFile', {
    doc_id: file.doc_id!,
    file_name: file.name!,
    file_type: file.media_type!,
    file_size: file.bytes!,
    uploaded_at: ['When it was uploaded.', '2026-11-28T04:30:00.000Z'],
  }),
  ...of('FilesSummary', {
    total_files: ['Files that count, uploads under way included.', 3],
    total_bytes: ['Bytes that these take.', 614_400],
    by_type: ['Ready files by what they are.'],
    media_type: file.media_type!,
    files: ['How many there are.', 3],
    bytes: ['What they take.', 614_400],
    processing: ['Files that are being looked at.', 0],
    rejected: ['Files that were rejected within the last day.', 0],
    quota: ['What there is room for.'],
    bytes_max: ['Most that all files may take.', 1_073_741_824],
    files_max: ['Most files that there may be.', 1_000],
    bytes_left: ['Room that is left.', 1_073_127_424],
    files_left: ['Files that may still come.', 997],
  }),
  ['FileUses.uses', ['What uses the file, the newest first.']],
  ...of('FileUse', {
    kind: [
      'Whether it is a conversation, something of the tutor’s (`learning`), or a skill.',
      'conversation',
    ],
    id: ['The id of what uses it.', '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10'],
  }),
  ...of('FileLink', {
    url: [
      'The link; a path when PUBLIC_URL is not set.',
      `${address}/download?expires=1795840200&signature=…`,
    ],
    expires_at: ['Until when it works.', '2026-11-29T04:30:00.000Z'],
  }),
  ...of('FileContent', {
    file_path: file.name!,
    content: ['The text.', '床前明月光'],
    size: ['Characters of the text.', 5],
  }),
  ...of('NewPresignedUpload', { name: file.name!, bytes: file.bytes!, sha256: file.sha256! }),
  ...of('PresignedUpload', {
    is_existing: file.is_existing!,
    url: ['Where the bytes are PUT.', 'https://s3.example.com/files/file/01960f3e?X-Amz-Signature=…'],
    headers: ['Headers that the PUT must carry as they are.', { 'content-length': '204800' }],
    expires_at: ['Until when the address works.', '2026-11-28T04:40:00.000Z'],
  }),
] as [string, Word][])
