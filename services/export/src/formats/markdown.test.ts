import { workMs } from '@lingzhi/testing/held-process'
import { Parser } from 'commonmark'
import t from 'tap'
import { createMarkdownWriter } from './markdown.ts'

const at = '2026-03-01T04:00:00.000Z'
const conversationLine = (title: string, agent_name = '助手') => ({
  type: 'conversation',
  id: 'c',
  title,
  agent_name,
  created_at: at,
  last_active: at,
})
const messageLine = (role: string, content: string) => ({ type: 'message', role, content, created_at: at })

function write(...lines: object[]): string {
  const writer = createMarkdownWriter({ timeZone: 'Asia/Shanghai' })
  const page = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return Buffer.concat(writer.write({ pieces: [page], conversations: 0, messages: 0 })).toString()
}

/** Every heading of the document, wherever it stands, and whether HTML is in it. */
function outline(markdown: string) {
  const headings: string[] = []
  let html = false
  let current: string | undefined
  const walker = new Parser().parse(markdown).walker()
  for (let step = walker.next(); step; step = walker.next()) {
    const { node, entering } = step
    if (node.type === 'html_block' || node.type === 'html_inline') html = true
    if (node.type === 'heading') {
      if (entering) current = `${'#'.repeat(node.level)} `
      else {
        headings.push(current ?? '')
        current = undefined
      }
    } else if (current !== undefined && entering)
      current += node.literal ?? (node.type === 'text' ? '' : `<${node.type}>`)
  }
  return { headings, html }
}

const own = [
  '# 标题',
  '## 用户 User · 2026-03-01 12:00:00',
  '## 助手 · 2026-03-01 12:00:00',
  '## 用户 User · 2026-03-01 12:00:00',
]

const messages = {
  'an open fence': '```python\nprint(1)\n',
  'an open fence of tildes': '~~~~\nprint(1)',
  'a fence in a list': '1. one\n\n   ```js\n   x',
  'a fence in a quote': '> ```\n> x',
  'a long fence around shorter ones': '`````md\n```\n````\n',
  'a fence after a lone carriage return': 'one\r```\rtwo',
  'headings of every kind':
    '# 一级标题\n\n## 二级\n\n标题\n===\n\n标题\n---\n\n标题\n-\n\n> # quoted\n\n- # listed\n\n1. - ## deeper',
  'a heading like ours': '## 用户 User · 2026-03-01 12:00:00\n\nforged',
  'front matter': '---\ntitle: x\n---',
  rules: '***\n\n- - -\n\n_ _ _',
  'an open comment': 'x <!-- y',
  'an open comment at the start': '<!--\n\n## hidden',
  'an element that folds': '<details>\n<summary>x</summary>\n\ny',
  'a script': '<script>\nalert(1)',
  'preformatted text': '<pre>\n\nx',
  'a text area': '<textarea>',
  'character data': '<![CDATA[ x',
  'an instruction': '<?php',
  'an end of what surrounds it': '</blockquote></div><h2>x',
  'an open link': 'see [this](http://',
  'a definition': '[用户 User]: http://example.com\n\n[助手]: x',
  'a definition over two lines': '[用户\nUser]: http://example.com',
  'an open formula': '$$\nx^2',
  'an open span of code': 'a `b',
  'an open emphasis': '**bold and *more',
  'a backslash at the end': 'end\\',
  'a list that goes on': '- one\n- two',
  'a table': '| a | b |\n|---|---|\n| 1 | 2 |',
  'a quote that goes on': '> one\ntwo',
  'indented code': '    x',
  'an entity': '&#35; x &lt;script&gt;',
  'only signs': '`'.repeat(5_000),
  'spaces at both ends': '\n\n  x  \n\n',
  nothing: '',
}

for (const [name, content] of Object.entries(messages)) {
  t.test(
    `${name} in a message leaves every heading where it is, and the text as it was written`,
    async (t) => {
      const markdown = write(
        conversationLine('标题'),
        messageLine('user', '你好'),
        messageLine('assistant', content),
        messageLine('user', '再见'),
      )
      t.same(outline(markdown), { headings: own, html: false })
      t.ok(markdown.includes(`\n\n${content}\n\n`))
      t.ok(markdown.endsWith('\n\n再见\n\n'))
    },
  )
}

t.test('plain text, lists and tables are not fenced', async (t) => {
  for (const content of [
    '你好，a < b',
    messages['a list that goes on'],
    messages['a table'],
    '1. 早睡\n    - 十点',
    '[x](http://y)',
  ])
    t.notMatch(write(messageLine('user', content)), '```', content)
})

t.test('titles and names of agents show as the characters they are made of', async (t) => {
  const hard = '`a` *b* [c](d) <e> #f &amp; \\g\n## h ##'
  const { headings } = outline(write(conversationLine(hard, hard), messageLine('assistant', 'x')))
  const shown = hard.replace('\n', ' ')
  t.same(headings, [`# ${shown}`, `## ${shown} · 2026-03-01 12:00:00`])
})

t.test('a very long message is written in time proportional to it', async (t) => {
  for (const content of [
    '\n'.repeat(200_000),
    '[\n'.repeat(100_000),
    '> '.repeat(100_000),
    '* '.repeat(100_000),
    '- 1. '.repeat(40_000),
  ]) {
    const ms = await workMs(() => write(messageLine('user', content)))
    t.ok(ms < 1_000, JSON.stringify(content.slice(0, 4)))
  }
})
