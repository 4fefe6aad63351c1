import type { Texts } from '@lingzhi/contracts/texts'
import type { Mistake } from '../notebook-tables.ts'
import type { Viewing } from './mistake-shape.ts'
import { toView } from './mistake-shape.ts'

interface Writer {
  mediaType: string
  extension: string
  begin: (viewing: Viewing) => string
  row: (row: Mistake, viewing: Viewing, index: number) => string
  end: () => string
}

const parts: [keyof Mistake & string, Texts][] = [
  ['question_content', { zh: '题目', en: 'Question' }],
  ['student_answer', { zh: '我的答案', en: 'My answer' }],
  ['correct_answer', { zh: '正确答案', en: 'Correct answer' }],
  ['explanation', { zh: '解析', en: 'Explanation' }],
  ['notes', { zh: '笔记', en: 'Notes' }],
]

/** A heading is one line, whatever is in it. */
const line = (text: string) => text.replace(/[\r\n]+/g, ' ').trim()

const markdown: Writer = {
  mediaType: 'text/markdown; charset=utf-8',
  extension: 'md',
  begin: ({ inLanguage, today }) =>
    `# ${inLanguage({ zh: '错题本', en: 'Notebook of mistakes' })}\n\n${today}\n`,
  row: (row, { inLanguage }, index) => {
    const told = parts
      .filter(([member]) => row[member])
      .map(([member, name]) => `**${inLanguage(name)}**\n\n${row[member]}\n`)
    const points = [...row.knowledge_points, ...row.tags].map((name) => `#${line(name).replaceAll(' ', '-')}`)
    const facts = [row.subject, row.created_on, row.status, ...points].join(' · ')
    const pictures = row.file_ids.map((id) => `![](/api/v1/files/${id}/download)\n`)
    return `\n## ${index + 1}. ${line(row.title)}\n\n${facts}\n\n${[...told, ...pictures].join('\n')}`
  },
  end: () => '',
}

const json: Writer = {
  mediaType: 'application/json; charset=utf-8',
  extension: 'json',
  begin: () => '{"mistakes":[',
  row: (row, viewing, index) => `${index === 0 ? '\n' : ',\n'}${JSON.stringify(toView(row, viewing))}`,
  end: () => '\n]}\n',
}

const columns = [
  ...([
    'id',
    'subject',
    'title',
    'question_content',
    'student_answer',
    'correct_answer',
    'explanation',
  ] as const),
  ...([
    'error_type',
    'notes',
    'difficulty_level',
    'status',
    'reviews_count',
    'correct_count',
    'due_on',
  ] as const),
  'created_on' as const,
]

/** RFC 4180; what a spreadsheet would run as a formula begins with an apostrophe. */
function cell(value: unknown): string {
  const text = Array.isArray(value) ? value.join('; ') : value === null ? '' : `${value}`
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const csv: Writer = {
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  // Without the byte order mark spreadsheets take UTF-8 for something else.
  begin: () => `\ufeff${[...columns, 'knowledge_points', 'tags', 'file_ids'].join(',')}\r\n`,
  row: (row) =>
    `${[...columns.map((name) => row[name]), row.knowledge_points, row.tags, row.file_ids].map(cell).join(',')}\r\n`,
  end: () => '',
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as Anki's HTML, in one field: no tab, no line of its own. */
const field = (text: string) =>
  text
    .replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
    .replaceAll('\t', ' ')
    .replace(/\r\n|\r|\n/g, '<br>')

const anki: Writer = {
  mediaType: 'text/tab-separated-values; charset=utf-8',
  extension: 'txt',
  begin: () => '#separator:tab\n#html:true\n#tags column:3\n',
  row: (row) => {
    const back = [row.correct_answer, row.explanation]
      .filter((part) => part !== null && part !== '')
      .join('\n\n')
    const names = [row.subject, ...row.knowledge_points, ...row.tags].map((name) =>
      name.trim().replace(/\s+/g, '_'),
    )
    return `${field(row.question_content)}\t${field(back)}\t${field(names.join(' '))}\n`
  },
  end: () => '',
}

export const writers = { markdown, json, csv, anki } as const satisfies Record<string, Writer>
