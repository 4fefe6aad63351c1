import type { Language, Texts } from '@lingzhi/contracts/texts'
import type { Correction, ItemCorrection } from './correction-shape.ts'

/** What is written of each item, in its order; nothing of what there is not. */
const parts: [(item: ItemCorrection) => string | null, Texts][] = [
  [(item) => item.question_text, { zh: '题目', en: 'Question' }],
  [(item) => item.student_answer, { zh: '你的答案', en: 'Your answer' }],
  [(item) => item.correct_answer, { zh: '正确答案', en: 'Correct answer' }],
  [(item) => item.error_type, { zh: '错误类型', en: 'Kind of mistake' }],
  [(item) => item.explanation, { zh: '解析', en: 'Explanation' }],
]

const words = {
  open: { zh: '待确认', en: 'to be decided' },
  item: { zh: '第 {n} 题', en: 'Item {n}' },
  criteria: { zh: '评分点', en: 'Criteria' },
  met: {
    yes: { zh: '达到', en: 'met' },
    no: { zh: '未达到', en: 'not met' },
    unsure: { zh: '不确定', en: 'unsure' },
  },
  corrected: { zh: '（识别结果已由学生更正）', en: ' (what was read was corrected by the pupil)' },
} as const

const marksOf = ({ points, points_awarded }: ItemCorrection, language: Language) =>
  `${points_awarded ?? words.open[language]} / ${points}`

/** Signs by which Markdown, or HTML within it, would become more than text. */
const markdownSigns: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '[': '&#91;',
  ']': '&#93;',
  '`': '&#96;',
  '|': '&#124;',
}
const inMarkdown = (text: string) => text.replace(/[&<>[\]`|]/g, (sign) => markdownSigns[sign] ?? sign)

/** Text as a quotation: nothing in it begins a heading, a list or a rule of the document. */
const quoted = (text: string) =>
  inMarkdown(text)
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${line}`)
    .join('\n')
const line = (text: string) => inMarkdown(text.replace(/\s+/g, ' ').trim())

export function asMarkdown(correction: Correction, language: Language): string {
  const items = correction.corrections.map((item) => {
    const told = parts.flatMap(([read, name]) => {
      const text = read(item)
      return text === null || text === '' ? [] : [`**${name[language]}**\n\n${quoted(text)}\n`]
    })
    const criteria = (item.grade?.criteria ?? []).map((one) => {
      const quote = one.quote === '' ? '' : ` “${line(one.quote)}”`
      return `- ${line(one.text)}: ${words.met[one.met][language]} (${one.points} / ${one.points_max})${quote} ${line(one.note)}`
    })
    const reasons = (item.grade?.needs_review ?? []).map(({ text }) => `- ⚠ ${line(text)}`)
    const corrected = item.is_corrected ? words.corrected[language] : ''
    return [
      `## ${words.item[language].replace('{n}', `${item.question_number}`)} · ${marksOf(item, language)}${corrected}\n`,
      ...told,
      ...(criteria.length > 0 ? [`**${words.criteria[language]}**\n\n${criteria.join('\n')}\n`] : []),
      ...(reasons.length > 0 ? [`${reasons.join('\n')}\n`] : []),
    ].join('\n')
  })
  return `# ${line(correction.title)}\n\n${line(correction.summary ?? '')}\n\n${items.join('\n')}`
}

const htmlSigns: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const inHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => htmlSigns[sign] ?? sign)

/** A page of its own: no script, nothing loaded from anywhere. */
export function asHtml(correction: Correction, language: Language): string {
  const items = correction.corrections.map((item) => {
    const told = parts.flatMap(([read, name]) => {
      const text = read(item)
      return text === null || text === '' ? [] : [`<dt>${name[language]}</dt><dd>${inHtml(text)}</dd>`]
    })
    const criteria = (item.grade?.criteria ?? []).map((one) => {
      const quote = one.quote === '' ? '' : ` <q>${inHtml(one.quote)}</q>`
      return `<li>${inHtml(one.text)}: ${words.met[one.met][language]} (${one.points} / ${one.points_max})${quote} ${inHtml(one.note)}</li>`
    })
    const reasons = (item.grade?.needs_review ?? []).map(({ text }) => `<p>⚠ ${inHtml(text)}</p>`)
    const corrected = item.is_corrected ? words.corrected[language] : ''
    return [
      `<section><h2>${words.item[language].replace('{n}', `${item.question_number}`)} · ${marksOf(item, language)}${corrected}</h2>`,
      `<dl>${told.join('')}</dl>`,
      ...(criteria.length > 0 ? [`<h3>${words.criteria[language]}</h3><ul>${criteria.join('')}</ul>`] : []),
      ...reasons,
      '</section>',
    ].join('\n')
  })
  const title = inHtml(correction.title)
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}dd{white-space:pre-wrap;overflow-wrap:anywhere}</style></head>
<body><h1>${title}</h1><p>${inHtml(correction.summary ?? '')}</p>
${items.join('\n')}
</body></html>
`
}
