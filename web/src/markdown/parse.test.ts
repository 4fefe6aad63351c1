import type { Nodes } from 'mdast'
import t from 'tap'
import { safeAddress } from './address.ts'
import { read } from './blocks.ts'
import { columnWidths, csvOf, markdownOf } from './table.ts'
import { wordsOf } from './walk.ts'

/** `strong(注意：) 正文`: enough of a tree to compare. */
const outline = (node: Nodes): string =>
  'children' in node
    ? `${node.type}(${node.children.map((child) => outline(child)).join(' ')})`
    : 'value' in node
      ? node.type === 'text'
        ? node.value
        : `${node.type}:${node.value}`
      : node.type
const outlines = (text: string, growing = false) =>
  read(text, growing)
    .blocks.map(({ node }) => outline(node))
    .join(' | ')

t.test('emphasis holds beside Chinese punctuation', async (t) => {
  t.equal(outlines('**注意：**正文'), 'paragraph(strong(注意：) 正文)')
  t.equal(outlines('~~删除：~~文'), 'paragraph(delete(删除：) 文)')
})

t.test('one dollar is money', async (t) => {
  t.equal(outlines('价格 $5 和 $6'), 'paragraph(价格 $5 和 $6)')
})

t.test('formulas in all their forms', async (t) => {
  t.equal(
    outlines('a $$x$$ \\(y\\) \\[z\\\\[2pt]\\]'),
    'paragraph(a  inlineFormula:x   inlineFormula:y   inlineFormula:z\\\\[2pt])',
  )
  t.equal(
    outlines('text\n$$\na\n- b\n\n+ c\n$$\nnext'),
    'paragraph(text) | formula:a\n- b\n\n+ c | paragraph(next)',
  )
  t.equal(outlines('\\[ x\n= 2 \\]。'), 'formula:x\n= 2 。')
  t.equal(outlines('- $$x$$\n- b'), 'list(listItem(formula:x) listItem(paragraph(b)))')
  t.equal(outlines('$$\na\n$$ where **b**'), 'formula:a | paragraph(where  strong(b))')
})

t.test('an address ends where Chinese text begins', async (t) => {
  t.equal(outlines('看https://a.com/b_(c)。然后'), 'paragraph(看 link(https://a.com/b_(c)) 。然后)')
  t.equal(outlines('(www.a.com).'), 'paragraph(( link(www.a.com) ).)')
})

t.test('what stands open while an answer grows is shown as it will be', async (t) => {
  t.equal(outlines('**注意：', true), 'paragraph(strong(注意：))')
  t.equal(outlines('a [text](http', true), 'paragraph(a text)')
  t.equal(outlines('| a | b', true), 'table(tableRow(tableCell(a) tableCell(b)))')
  t.equal(outlines('| a | b |\n|--', true), 'table(tableRow(tableCell(a) tableCell(b)))')
  t.equal(outlines('```js\nx\n``', true), 'code:x')
  t.match(outlines('words\n--', true), /^paragraph/)
  t.equal(outlines('价格 $$', true), 'paragraph(价格 $$)')
})

t.test('code tells whether its fence is closed', async (t) => {
  t.match(read('```\na\n```', true).blocks[0]?.node, { data: { closed: true } })
  t.notMatch(read('```\na\n', true).blocks[0]?.node, { data: { closed: true } })
})

t.test('only addresses of the web and of mail become links', async (t) => {
  for (const url of [
    'javascript:alert(1)',
    'JaVaScRiPt:1',
    'data:text/html,a',
    '/settings',
    '//a.example',
    'vbscript:a',
    'file:///a',
    '',
  ])
    t.equal(safeAddress(url), undefined, url)
  t.equal(safeAddress('https://a.example/b'), 'https://a.example/b')
  t.equal(safeAddress('mailto:a@b.example'), 'mailto:a@b.example')
})

t.test('a table is copied as CSV and as Markdown', async (t) => {
  const [block] = read('> | a | b |\n> |:--|--:|\n> | **x**, y | "z" |\n', false).blocks
  const table = block!.node.type === 'blockquote' ? block!.node.children[0]! : block!.node
  if (table.type !== 'table') return t.fail('no table')
  t.equal(csvOf(table), 'a,b\r\n"x, y","""z"""')
  const shown = { block: block!, references: [], growing: false, id: '' }
  t.equal(markdownOf(table, shown), '| a | b |\n| :-- | --: |\n| **x**, y | "z" |')
  t.equal(columnWidths(table).length, 2)
})

t.test('further rows do not change the width of columns', async (t) => {
  const start = '| a | b |\n|---|---|\n| one | two |\n| x | y |\n'
  const widths = (text: string) => {
    const [block] = read(text, false).blocks
    return block?.node.type === 'table' ? columnWidths(block.node) : []
  }
  t.same(widths(`${start}| something much longer | b |\n`), widths(start))
})

t.test('the words of a tree are found however deep it is', async (t) => {
  let node: Nodes = { type: 'text', value: 'deep' }
  for (let depth = 0; depth < 50_000; depth += 1) node = { type: 'emphasis', children: [node] }
  t.equal(wordsOf(node), 'deep')
})
