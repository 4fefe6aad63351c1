import { deepEqual } from 'node:assert/strict'
import fc from 'fast-check'
import type { Token } from 'marked'
import { lexer } from 'marked'
import t from 'tap'
import { createTextRenderer, toPlainText } from './text-renderer.ts'

const pieces = [
  ...[
    '你好，世界',
    'plain words',
    'x'.repeat(130),
    '字'.repeat(90),
    '**',
    '*',
    '***',
    '_',
    '__',
    '`',
    '``',
    '```',
    '~~',
    '~',
    '$',
    '$$',
    '\\',
    '\\(',
  ],
  ...[
    '\\)',
    '\\[',
    '\\]',
    '[',
    ']',
    '](',
    ')',
    '![',
    'https://x.y/a_b',
    '<',
    '<b>',
    '</b>',
    '<br>',
    '<!--',
    '-->',
  ],
  ...[
    '\n',
    '\r\n',
    '\n\n',
    ' ',
    '  ',
    '    ',
    '# ',
    '#',
    '> ',
    '- ',
    '* ',
    '1. ',
    '---',
    '===',
    '|',
    '|---|',
    '\t',
  ],
  ...[
    '&lt;',
    '&',
    ';',
    '"',
    ':',
    '://',
    '😀',
    '2*3*4',
    'snake_case',
    '，',
    '！',
    '\n```js\n',
    '\n| a | b |\n|--|--|\n',
  ],
]
const anyMarkdown = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''))

/** A text with random positions to cut it at, between any two units. */
const cutMarkdown = anyMarkdown.chain((text) =>
  fc.tuple(fc.constant(text), fc.array(fc.nat({ max: text.length }), { maxLength: 20 })),
)

t.test(
  'any cut of the same text gives the same output, and the same part of it after each chunk',
  async () => {
    fc.assert(
      fc.property(cutMarkdown, ([text, cuts]) => {
        const renderer = createTextRenderer()
        let output = ''
        let from = 0
        for (const cut of [...new Set(cuts), text.length].sort((a, b) => a - b)) {
          output += renderer.push(text.slice(from, cut))
          from = cut
          if (output !== createTextRenderer().push(text.slice(0, cut))) return false
        }
        return output + renderer.end() === toPlainText(text)
      }),
      { numRuns: 3_000 },
    )
  },
)

t.test('cut into single units, a text renders like the whole', async () => {
  fc.assert(
    fc.property(anyMarkdown, (text) => {
      const renderer = createTextRenderer()
      return [...text].map((unit) => renderer.push(unit)).join('') + renderer.end() === toPlainText(text)
    }),
    { numRuns: 1_000 },
  )
})

t.test('text without marks is unchanged', async () => {
  const word = fc.stringMatching(/^[\p{L}，。！？、]{1,12}$/u)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
      const text = words.join(' ')
      return toPlainText(text) === text
    }),
  )
})

// Unambiguous Markdown: separate words, each mark closed in its line, blocks separated by blank lines.
const word = fc.constantFrom('灵值', '你好', 'hello', 'word', 'snake_case', '100%', 'x', '结束。')
const marked = fc.tuple(
  fc.constantFrom('**', '*', '_', '~~', '`', '***'),
  fc.array(word, { minLength: 1, maxLength: 3 }),
)
const link = fc
  .tuple(fc.constantFrom('', '!'), word)
  .map(([bang, text]) => `${bang}[${text}](https://x.y/a_b?c=d)`)
const escaped = fc.constantFrom('\\*', '\\_', '\\#', '&lt;', '&amp;', '<https://auto.link/a_b>')
const inline = fc.oneof(
  { weight: 4, arbitrary: word },
  marked.map(([mark, words]) => `${mark}${words.join(' ')}${mark}`),
  link,
  escaped,
)
const line = fc.array(inline, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '))
const cell = fc.oneof(
  word,
  word.map((text) => `**${text}**`),
)
const block = fc.oneof(
  line,
  fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([level, text]) => `${'#'.repeat(level)} ${text}`),
  fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((text) => `- ${text}`).join('\n')),
  fc
    .array(line, { minLength: 1, maxLength: 4 })
    .map((lines) => lines.map((text, at) => `${at + 1}. ${text}`).join('\n')),
  fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.map((text) => `> ${text}`).join('\n')),
  fc
    .array(fc.constantFrom('a = **b**', '# no heading', '- x', '_y_'), { maxLength: 4 })
    .map((lines) => `\`\`\`js\n${lines.join('\n')}\n\`\`\``),
  fc.constantFrom('---', '***'),
  fc
    .array(fc.tuple(cell, cell), { maxLength: 3 })
    .map((rows) =>
      [['甲', 'b'], ['---', ':-:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ),
)

/** The text of a parsed document in the renderer's form. */
function textOf(tokens: Token[]): string {
  return tokens.map(textOfToken).join('')
}

function textOfToken(token: Token): string {
  switch (token.type) {
    case 'space':
      return '\n'
    case 'hr':
      return ''
    case 'code':
      return `${token.text}\n`
    case 'codespan':
      return token.text
    case 'escape':
      return token.text
    case 'image':
      return token.text
    case 'link': {
      const text = textOf(token.tokens ?? [])
      return text === token.href ? text : `${text} (${token.href})`
    }
    case 'list':
      return token.items
        .map((item: { raw: string; tokens: Token[] }) => {
          const mark = /^\s*(\d+\.)/.exec(item.raw)?.[1] ?? '•'
          return `${mark} ${textOf(item.tokens)}\n`
        })
        .join('')
    case 'table': {
      const toRow = (cells: { tokens: Token[] }[]) =>
        `${cells.map((cell) => textOf(cell.tokens)).join('\t')}\n`
      return [token.header, ...token.rows].map(toRow).join('')
    }
    case 'paragraph':
    case 'heading':
    case 'blockquote':
      return `${textOf(token.tokens ?? [])}\n`
    default: {
      if ('tokens' in token && token.tokens) return textOf(token.tokens)
      return 'text' in token ? token.text.replaceAll('&lt;', '<').replaceAll('&amp;', '&') : token.raw
    }
  }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

t.test('unambiguous Markdown renders to the text that a full parser reads', async () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
      const markdown = blocks.join('\n\n')
      deepEqual(linesOf(toPlainText(markdown)), linesOf(textOf(lexer(markdown))))
    }),
    { numRuns: 500 },
  )
})

t.test('plain words are returned at once, and a mark is held back no longer than its line', async (t) => {
  const renderer = createTextRenderer()
  t.equal(renderer.push('你好，wor'), '你好，wor')
  t.equal(renderer.push('ld and **bo'), 'ld and ')
  t.equal(renderer.push('ld**'), '')
  t.equal(renderer.push(', '), 'bold,')
  t.equal(renderer.push('*foot'), ' ')
  t.equal(renderer.push('note\n'), '*footnote')
  t.equal(renderer.push('```'), '')
  t.equal(renderer.push('js\nlet'), '\nlet')
  t.equal(renderer.push(' x = `y'), ' x = `y')
  t.equal(renderer.end(), '')
})

t.test('an opened mark holds back a bounded length', async (t) => {
  for (const [mark, heldMax] of [
    ...[
      ['**', 300] as const,
      ['*', 300] as const,
      ['`', 300] as const,
      ['[', 300] as const,
      ['<a ', 300] as const,
    ],
    ...[['$', 300] as const, ['\\(', 300] as const, ['| ', 1_100] as const, ['[a](', 2_100] as const],
  ]) {
    const renderer = createTextRenderer()
    let held = mark.length - renderer.push(mark).length
    let most = held
    for (let step = 0; step < 500; step++) {
      held += 10 - renderer.push('x'.repeat(10)).length
      most = Math.max(most, held)
    }
    t.ok(most > 200 && most <= heldMax, `${mark} holds at most ${most}`)
  }
})

t.test('text that is not Markdown is kept', async (t) => {
  for (const text of [
    ...[
      '2*3*4',
      '2 * 3 * 4',
      'snake_case_name',
      'C:\\path\\名',
      '$a_b$ 与 $c_d$',
      '\\(a_b*c*\\)',
      '*注：脚注',
      '5* 与 3*',
    ],
    ...[
      'List<String> 与 a < b',
      '[1] 和 [^2]',
      'x ** y',
      '$5 and $10',
      'https://x.y/_a_/b_c',
      'AT&T',
      '#标签',
      '~3天',
    ],
    ...['$$\na_b * c * d\n$$', '姓名：________', '完成度 50%', '😀*😀', '1.5 倍', '-5 度'],
  ])
    t.equal(toPlainText(text), text)
})

t.test('emphasis that models write and CommonMark does not close is understood', async (t) => {
  t.equal(toPlainText('**重点：**内容，这是**“引用”**哦'), '重点：内容，这是“引用”哦')
  t.equal(toPlainText('1. 步骤\n   ```sh\n   ls **\n   ```\n2. 完'), '1. 步骤\nls **\n2. 完')
  t.equal(toPlainText('- 一\n  - **二**\n'), '• 一\n  • 二')
  t.equal(toPlainText('H<sub>2</sub>O<br>换行<!-- 注 -->'), 'H2O\n换行')
  t.equal(toPlainText('> ```\n> a\n> ```\n> b'), 'a\nb')
})
