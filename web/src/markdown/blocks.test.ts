import { composeAnswer } from '@lingzhi/demo-model/answer/compose'
import t from 'tap'
import { type Answer, read } from './blocks.ts'

const fixtures: Record<string, string> = {
  'emphasis beside Chinese punctuation':
    '**注意：**正文，*斜体：*文字，~~删除：~~文。价格 $5 和 $6，20~25 度。',
  'fences, closed and half open':
    '```js\nlet a = `x`\n\n- b\n```\ntext\n\n~~~\n``` inside\n~~~\n\n    indented\n\n    more\n\n```py\nopen',
  tables: 'words\n\n| a | **b** |\n|:--|--:|\n| 1 \\| 2 | `x` |\n| 3 |\n\nbelow\n\na | b\n--|--\n1 | 2\n',
  lists:
    '1. one\n   - two\n\n     three\n   - [x] done\n   - [ ] open\n2. four\n\n- a\n*\n**bold** lazy\n+ c\n\n\n7) seven\n',
  'quotes in quotes': '> one\n> > two\nlazy\n>\n> - three\n> ```\n> code\n\nafter',
  'setext headings and rules': 'title\n===\nother\n---\n\n---\n* * *\ntext\n- - -\n# h\n####### not',
  'links half written':
    '[text](https://a.example "t") ![img](https://b.example/x.png) <https://c.example> https://d.example/a_(b)。然后 [x](y',
  formulas:
    'a $$x$$ b \\(y\\) \\[z\\]\n\n$$\na\n- b\n+ c\n$$\ntext\n\\[\n\\begin{aligned}\nx &= 1 \\\\\n\\end{aligned}\n\\]。\n\n$$ open\n\n$$x$$\n$$\na\n$$ where **x**\nlazy\n',
  'HTML as it is': '<script>alert(1)</script>\n\n<div>\n**b**\n</div>\n\na <b>c</b> <!-- d\n\ne -->',
  'definitions at the end':
    'See [one], [Two][] and [three][1], ![four].\n\n- [one]\n\n> [two]\n\n# [1]\n\n[one]: https://one.example\n[TWO]: <https://two.example> "t"\n[1]: https://three.example\n\'title\'\n\n[one]: https://other.example\n',
  'a definition that is none in the end': '[a] b\n\nc\n\nd\n\n[a]: /url "title" not',
  footnotes: 'a[^1] b[^n] c[^none]\n\nd\n\n- e[^1]\n\n[^n]: note\n\n    more\n[^1]: **one**\n\nend',
  'Windows line ends': '# a\r\n\r\n- b\r\n- c\r\n\r\n```\r\nd\r\n```\r\n\r\ne\r\n---\r\n',
  'emoji, right to left, marks without width': '👩‍👩‍👧 **מודגש** \uFEFFنص *a\u200b*\n\n\uFEFF# h\n\n\0 null',
  'the demo model in Chinese': composeAnswer(
    { model: 'demo', messages: [{ role: 'user', content: '你好，介绍一下你自己' }] } as never,
    'demo',
  ).content,
  'the demo model in English': composeAnswer(
    { model: 'demo', messages: [{ role: 'user', content: 'Hello, who are you?' }] } as never,
    'demo',
  ).content,
}

/** What a tree says, without where it says it. */
const plain = (answer: Answer) =>
  JSON.stringify(
    answer.blocks.map(({ node }) => node),
    (key, value) => (key === 'position' ? undefined : value),
  )

for (const [name, text] of Object.entries(fixtures)) {
  t.test(`every beginning can be shown, and the end is as if read at once: ${name}`, async (t) => {
    let growing: Answer | undefined
    // English comes in words: letter by letter what is the same in Chinese is read above.
    const step = name.endsWith('in English') ? 8 : 1
    for (let to = step; to < text.length + step; to += step) {
      const length = Math.min(to, text.length)
      growing = read(text.slice(0, length), true, growing)
      // Of long ones now and then: to read the whole for every letter takes minutes. What they are made of stands above.
      if (text.length > 400 && length % 96 !== 0 && length < text.length) continue
      const ended = read(text.slice(0, length), false, growing)
      const whole = read(text.slice(0, length), false)
      if (plain(ended) !== plain(whole)) {
        t.equal(plain(ended), plain(whole), `after ${JSON.stringify(text.slice(0, length))}`)
        return
      }
      const keys = growing.blocks.map(({ key }) => key)
      if (new Set(keys).size !== keys.length) return t.fail(`keys twice after ${text.slice(0, length)}`)
    }
    t.ok(growing)
  })
}

const paragraphs = (count: number) =>
  Array.from({ length: count }, (_, at) => `第 ${at} 段 **重点**。\n\n`).join('')

t.test('a token costs the same at the end of a long answer as at its beginning', async (t) => {
  const text = paragraphs(2_000)
  t.ok(text.length >= 30_000)
  let answer = read(text, true)
  for (const token of ['再', '说', '一句\n', '\n', '- 项', '\n- 项'].values()) {
    const before = answer.parsed
    answer = read(answer.text + token, true, answer)
    t.ok(answer.parsed - before <= 5, `${answer.parsed - before} blocks`)
  }
})

t.test('finished blocks stay the same objects while text is added', async (t) => {
  const before = read(paragraphs(20), true)
  const after = read(`${before.text}more`, true, before)
  for (let index = 0; index < 18; index += 1) t.equal(after.blocks[index], before.blocks[index])
})

t.test(
  'a definition at the end makes links of what stands far above, and nothing else is read again',
  async (t) => {
    const start = read(`See [ref].\n\n${paragraphs(50)}`, true)
    const next = read(`${start.text}[ref]: https://a.example`, true, start)
    t.match(next.blocks[0]?.node, { children: [{}, { type: 'linkReference' }] })
    t.equal(next.blocks[5], start.blocks[5])
    t.ok(next.parsed - start.parsed <= 5)
  },
)

t.test('text that does not continue what was read starts anew', async (t) => {
  const before = read('# one\n\ntwo\n\nthree', true)
  t.equal(plain(read('other', false, before)), plain(read('other', false)))
})

t.test('a footnote has the number of its place in the text', async (t) => {
  const { references } = read(fixtures.footnotes!, false)
  t.same(references.map(({ label, number }) => [label, number]).sort(), [
    ['^1', 1],
    ['^N', 2],
  ])
})

const many = 10_000
const hostile: Record<string, string> = {
  quotes: '>'.repeat(many),
  'lists in lists': `${'- '.repeat(many)}a`,
  'numbers in numbers': `${'1. '.repeat(many)}a`,
  brackets: '['.repeat(many) + ']'.repeat(many),
  images: '!['.repeat(many),
  links: '[a](b)'.repeat(many),
  backticks: '`'.repeat(100_000),
  'runs of backticks': Array.from({ length: 400 }, (_, length) => '`'.repeat(length + 1)).join(' '),
  stars: '*a **b '.repeat(many),
  dollars: '$'.repeat(100_000),
  'deep lists': Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
  cells: `${'|a'.repeat(many)}\n${'|-'.repeat(many)}\n`,
  rows: `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(5_000)}`,
  addresses: `https://a.b/${'('.repeat(many)}${'!'.repeat(many)}`,
  'blank lines': '\n'.repeat(100_000),
}

t.test('text made to keep the page busy is read at once, in part as plain text', async (t) => {
  for (const [name, text] of Object.entries(hostile)) {
    const cpu = process.cpuUsage()
    let answer = read(text.slice(0, -1), true)
    answer = read(text, true, answer)
    t.ok(read(text, false, answer).blocks.length >= 0, name)
    // Without its bounds each takes from three seconds to minutes.
    t.ok(process.cpuUsage(cpu).user < 2_500_000, `${name} within bounds`)
  }
})
