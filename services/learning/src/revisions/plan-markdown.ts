import type { Language } from '@lingzhi/contracts/texts'
import type { Plan } from './tables.ts'

const words = {
  zh: {
    overview: '概览',
    focus: '复习重点',
    day: (n: number) => `第${n}天`,
    minutes: '分钟',
    test: '自测',
    tips: '建议',
  },
  en: {
    overview: 'Overview',
    focus: 'Focus',
    day: (n: number) => `Day ${n}`,
    minutes: 'min',
    test: 'Assessment',
    tips: 'Tips',
  },
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '[': '&#91;', '#': '&#35;', '`': '&#96;' }

/** One line without links, tags and headings of whoever wrote it; backslashes stay, since formulas have them. */
const line = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[<[#`]/g, (sign) => entities[sign] ?? sign)

/** A plan to print: what a model wrote is text in it, whatever it looks like. */
export function asMarkdown(
  { title, from_on, to_on, content, dropped }: Plan,
  titles: ReadonlyMap<string, string>,
  language: Language,
): string {
  const { overview, focus, day, minutes, test, tips } = words[language]
  const section = (name: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', `## ${name}`, '', ...lines] : []
  const days = [...Map.groupBy(content.daily_tasks, (task) => task.day)]
  const left = dropped.length
  return [
    `# ${line(title)}`,
    ...['', `${from_on} – ${to_on}`, ''],
    line(content.description),
    ...section(overview, content.overview === '' ? [] : [line(content.overview)]),
    ...section(
      focus,
      content.review_focus.map((one) => `- ${line(one)}`),
    ),
    ...days.flatMap(([n, tasks]) =>
      section(
        day(n),
        tasks.flatMap((task) => [
          `- [ ] **${line(task.title)}** (${task.minutes} ${minutes}) ${line(task.description)}`,
          ...task.mistake_ids.flatMap((id) => (titles.has(id) ? [`  - ${line(titles.get(id)!)}`] : [])),
        ]),
      ),
    ),
    ...section(test, content.assessment === '' ? [] : [line(content.assessment)]),
    ...section(
      tips,
      content.tips.map((one) => `- ${line(one)}`),
    ),
    ...(left === 0
      ? []
      : [
          '',
          language === 'zh'
            ? `（有 ${left} 项不属于你的错题，已去掉）`
            : `(${left} tasks about other mistakes were left out.)`,
        ]),
    '',
  ].join('\n')
}
