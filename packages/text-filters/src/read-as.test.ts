import { deepEqual, equal } from 'node:assert/strict'
import { createTextRenderer, toPlainText } from '@lingzhi/plain-text/text-renderer'
import fc from 'fast-check'
import t from 'tap'
import { createFilter } from './create-filter.ts'
import type { FilterAction } from './filter-rules.ts'
import { foldText } from './fold.ts'
import { prepareFilter } from './prepare-filters.ts'
import { readings } from './read-as.ts'

const filterOf = (words: string[], action: FilterAction = 'mask', patterns: 'phone'[] = []) => {
  const prepared = prepareFilter([{ name: 'rule', action, places: ['output'], words, patterns }], 'output')
  if (!prepared) throw new Error('this rule does nothing')
  return () => createFilter(prepared)
}
const run = (create: ReturnType<typeof filterOf>, chunks: string[]) => {
  const filter = create()
  const pieces = [...chunks.map((chunk) => filter.push(chunk)), filter.end()]
  return { pieces, text: pieces.join(''), hits: filter.hits(), blocked: filter.blocked }
}

/** Separates a term's characters in ways that rendering undoes. */
const between = ['**', '_', '`', '~~', '\\', '<b>', '</b>', '<i class="x">', '<!-- x -->', '\u200b', '\u00ad']
const links = ['[', '](u)', '![](u "a)b")', '](<u v> (t))', '![](((u)))', '![](u\\\n)']
const noise = [
  'bad',
  'ba',
  'ad',
  'b',
  'a',
  'd',
  '敏',
  '感词',
  ' ',
  '\n',
  '> ',
  '# ',
  '- ',
  '\n\n',
  '<',
  '>',
  '&',
]
const pieces = [
  ...between,
  ...links,
  ...noise,
  '&#97;',
  '&#x62;',
  '&aacute;',
  '&amp;',
  '&zwj;',
  '!',
  '(',
  ')',
]
const rest = [
  ']',
  '$',
  '\\(',
  '|',
  '\n---\n',
  '\n```js\n',
  '\n```\n',
  '1. ',
  'Ｂ',
  '&#65;',
  '&#',
  '😀',
  '<br>',
  'x',
  '"',
]
const markdown = fc
  .array(fc.constantFrom(...pieces, ...rest), { maxLength: 30 })
  .map((parts) => parts.join(''))
const chunked = markdown.chain((text) =>
  fc.array(fc.nat({ max: text.length }), { maxLength: 12 }).map((at) => {
    const places = [0, ...at.sort((a, b) => a - b), text.length]
    return places.slice(1).map((place, index) => text.slice(places[index], place))
  }),
)
const words = ['bad', '敏感词', 'b a', 'add']
const holds = (text: string) =>
  words.filter((word) =>
    foldText(text)
      .replace(/[*_~`\\]/g, '')
      .includes(word),
  )

t.test('a reader gets no banned term in either form, however it is hidden and cut', async () => {
  const create = filterOf(words)
  fc.assert(
    fc.property(chunked, (chunks) => {
      const { pieces, text } = run(create, chunks)
      deepEqual(holds(text), [], 'as it is written')
      const renderer = createTextRenderer()
      const plain = pieces.map((piece) => renderer.push(piece)).join('') + renderer.end()
      deepEqual(holds(plain), [], 'as plain text')
    }),
    { numRuns: Number(process.env.RUNS ?? 5_000) },
  )
})

t.test('the output, the hits and the place of a block do not depend on the cuts', async () => {
  fc.assert(
    fc.property(chunked, fc.constantFrom<FilterAction>('mask', 'block', 'flag'), (chunks, action) => {
      const create = filterOf(words, action)
      const { text, hits, blocked } = run(create, chunks)
      const whole = run(create, [chunks.join('')])
      deepEqual({ text, hits, blocked }, { text: whole.text, hits: whole.hits, blocked: whole.blocked })
      if (action === 'block') deepEqual(holds(toPlainText(text)), [])
      else equal(blocked, false)
    }),
    { numRuns: Number(process.env.RUNS ?? 3_000) },
  )
})

t.test('markup, references and invisible characters within a term do not hide it', async (t) => {
  const passed = (text: string) => run(filterOf(['bad', '한글'], 'mask', ['phone']), [text]).text
  t.equal(
    passed('x ba<b>d</b> b&#97;d b&#x41;&shy;d y'),
    `x ${'█'.repeat(6)}</b> ${'█'.repeat(7)} ${'█'.repeat(13)} y`,
  )
  t.equal(passed('b\u00ada\u0301d ba[d](u) ba![](u)d'), `███ ${'█'.repeat(4)}](u) ${'█'.repeat(9)}`)
  t.equal(passed('\u1112\u1161\u11ab글 13812**34**5678'), `████ ${'█'.repeat(15)}`)
  t.equal(passed('List<String> a<b x[0]! AT&T 5 < 6'), 'List<String> a<b x[0]! AT&T 5 < 6')
})

t.test('a term found in several readings is one hit', async (t) => {
  t.match(run(filterOf(['bad']), ['bad **b**ad ba<i>d']).hits, [{ count: 3 }])
})

t.test('the arguments of a tool call are read as a JSON parser does, and stay JSON', async () => {
  const prepared = prepareFilter(
    [{ name: 'rule', action: 'mask', places: ['output'], words: ['bad', 'u0062', 'name'], patterns: [] }],
    'output',
  )
  if (!prepared) throw new Error('this rule does nothing')
  const json = '{"a":"x \\u0062ad\\name \\"b\\u0061\\u0064\\""}'
  fc.assert(
    fc.property(fc.array(fc.nat({ max: json.length }), { maxLength: 12 }), (at) => {
      const filter = createFilter(prepared, readings.json)
      const places = [0, ...at.sort((a, b) => a - b), json.length]
      const text = places.slice(1).map((place, index) => filter.push(json.slice(places[index], place)))
      deepEqual(JSON.parse(text.join('') + filter.end()), {
        a: `x ${'█'.repeat(8)}\name "${'█'.repeat(13)}"`,
      })
    }),
  )
})
