import { parse } from 'csv-parse/sync'
import t from 'tap'
import { cell } from './cell.ts'

const formulas = [
  '=1+1',
  '+8613800000000',
  '-5',
  '@all 注意',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '\r\n\r\n=1+1',
  ' =1+1',
  '\u3000=1+1',
  '\u00a0+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '﹦1+1',
  '|cmd',
  '"=1+1"',
  "'=1+1",
  "''=1+1",
  '“=1+1',
  '\ufeff=1+1',
  '\u200b\u2060=1+1',
  '\u202e=1+1',
  '\u0000=1+1',
  '- 早睡\n- 早起',
  "=cmd|'/C calc'!A0",
]
const harmless = [
  '早睡',
  '1-1',
  '1e5',
  'a=1',
  '5%',
  "'quoted' text",
  '"quoted"',
  '(=1+1)',
  '· - 1',
  '',
  '\n早',
  '  早',
]

const read = (text: string): string => (parse(`${cell(text)},end`) as string[][])[0]?.[0] ?? ''

t.test(
  'a text that a spreadsheet could run has an apostrophe before it; no other text is touched',
  async (t) => {
    for (const text of formulas) t.equal(read(text), `'${text}`, JSON.stringify(text))
    for (const text of harmless) t.equal(read(text), text, JSON.stringify(text))
  },
)

t.test('the rule of FORMAT.md gives every text back', async (t) => {
  const { readFileSync } = await import('node:fs')
  const page = readFileSync(new URL('../../FORMAT.md', import.meta.url), 'utf8')
  const rule = /```text\n(\^'.+)\n```/.exec(page)?.[1]
  t.ok(rule)
  const guard = new RegExp(rule ?? '')
  for (const text of [...formulas, ...harmless]) {
    const written = read(text)
    t.equal(guard.test(written) ? written.slice(1) : written, text, JSON.stringify(text))
  }
})
