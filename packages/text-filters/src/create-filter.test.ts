import { deepEqual, equal } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { createFilter } from './create-filter.ts'
import type { FilterRule } from './filter-rules.ts'
import { prepareFilter } from './prepare-filters.ts'

const rule = (rule: Partial<FilterRule>): FilterRule => ({
  name: 'rule',
  action: 'mask',
  places: ['input', 'output'],
  words: [],
  patterns: [],
  ...rule,
})

/** A filter of these rules; each call returns one for another text. */
function filterOf(...rules: Partial<FilterRule>[]) {
  const prepared = prepareFilter(rules.map(rule), 'output')
  if (!prepared) throw new Error('these rules do nothing')
  return () => createFilter(prepared)
}

function run(create: ReturnType<typeof filterOf>, ...chunks: string[]) {
  const filter = create()
  const text = chunks.map((chunk) => filter.push(chunk)).join('') + filter.end()
  return { text, hits: filter.hits(), blocked: filter.blocked }
}

const cuts = (text: string) =>
  fc.tuple(fc.constant(text), fc.array(fc.nat({ max: text.length }), { maxLength: 12 }))
const toChunks = (text: string, at: number[]) => {
  const places = [0, ...at.sort((a, b) => a - b), text.length]
  return places.slice(1).map((place, index) => text.slice(places[index], place))
}

const letters = ['a', 'b', 'c', 'A', 'Ｂ', '敏', '感', '词', '\u200b', '*', '😀', '\ud83d', ' ']
const alphabet = fc.constantFrom(...letters)
const term = fc
  .array(fc.constantFrom('a', 'b', 'c', '敏', '感', '😀'), { minLength: 1, maxLength: 5 })
  .map((of) => of.join(''))
const terms = fc.array(term, { minLength: 1, maxLength: 8 })
const text = fc.array(alphabet, { maxLength: 60 }).map((of) => of.join(''))

/** A slow, simple reference: which characters lie in an occurrence of a term? */
function maskedByHand(text: string, terms: string[]): string {
  const characters = Array.from(text)
  const shown = characters.flatMap((character, index) =>
    character === '\u200b' || character === '*'
      ? []
      : [{ index, folded: character.normalize('NFKC').toLowerCase() }],
  )
  const masked = new Set<number>()
  for (const term of terms.map((term) => Array.from(term))) {
    for (let at = 0; at + term.length <= shown.length; at++) {
      if (!term.every((character, offset) => shown[at + offset]?.folded === character)) continue
      const [from, to] = [shown[at]?.index ?? 0, shown[at + term.length - 1]?.index ?? 0]
      for (let index = from; index <= to; index++) masked.add(index)
    }
  }
  return characters
    .map((character, index) => (!masked.has(index) ? character : character === '\u200b' ? '' : '█'))
    .join('')
}

t.test(
  'however a text is cut, every term in it is masked, whatever its case and width, and nothing else',
  async () => {
    fc.assert(
      fc.property(terms, text.chain(cuts), (words, [text, at]) => {
        const { text: passed } = run(filterOf({ words }), ...toChunks(text, at))
        equal(passed, maskedByHand(text, words))
      }),
      { numRuns: 3_000 },
    )
  },
)

t.test('a blocked term ends the text before it, however it is cut', async () => {
  fc.assert(
    fc.property(text.chain(cuts), ([text, at]) => {
      const create = filterOf({ words: ['ab敏'], action: 'block' }, { words: ['感'], action: 'mask' })
      const cut = run(create, ...toChunks(text, at))
      deepEqual(cut, run(create, text))
      const plain = text
        .replace(/[\u200b*]/g, '')
        .normalize('NFKC')
        .toLowerCase()
      equal(cut.blocked, plain.includes('ab敏'))
      equal(
        /ab敏|感/.test(
          cut.text
            .replace(/[\u200b*]/g, '')
            .normalize('NFKC')
            .toLowerCase(),
        ),
        false,
      )
    }),
    { numRuns: 1_000 },
  )
})

// Valid by their check digits, but not in use.
const valid = { id: '11010519491231002X', card: '6222021234567890128', visa: '4111111111111111' }

t.test('numbers and addresses are found however they are cut', async () => {
  const create = filterOf({ name: 'personal', patterns: ['phone', 'id_card', 'email', 'bank_card'] })
  const parts = fc.constantFrom(
    ...[
      '13812345678',
      valid.id,
      valid.visa,
      'a.b+c@mail.example.com',
      '138 1234 5678',
      '电话',
      '@',
      '.',
      ' ',
      '-',
    ],
    ...[
      '1',
      '0000',
      '20261122',
      'x',
      'word',
      '，',
      '＠',
      '１３８',
      '\u200b',
      '86',
      '6222 0212 3456 7890 128',
    ],
  )
  fc.assert(
    fc.property(
      fc
        .array(parts, { maxLength: 12 })
        .map((of) => of.join(''))
        .chain(cuts),
      ([text, at]) => {
        deepEqual(run(create, ...toChunks(text, at)), run(create, text))
      },
    ),
    { numRuns: 2_000 },
  )
})

t.test('phones, ID cards, e-mail and bank cards are distinguished from other numbers', async (t) => {
  const masks = (pattern: 'phone' | 'id_card' | 'email' | 'bank_card', text: string) =>
    run(filterOf({ patterns: [pattern] }), text).text
  t.equal(masks('phone', '请拨13812345678，谢谢'), '请拨███████████，谢谢')
  t.equal(masks('phone', '+86 138-1234-5678'), '+86 █████████████')
  t.equal(masks('phone', '１３８１２３４５６７８'), '█'.repeat(11))
  for (const text of ['12812345678', '138123456789', '订单 20261122138', '1381234567'])
    t.equal(masks('phone', text), text)
  t.equal(masks('id_card', `证件${valid.id}。`), `证件${'█'.repeat(18)}。`)
  t.equal(masks('id_card', valid.id.toLowerCase()), '█'.repeat(18))
  for (const text of ['110105194912310021', '11010519491331002X', `${valid.id}1`])
    t.equal(masks('id_card', text), text)
  t.equal(masks('email', '写信给 li.lei@example.com.cn。'), `写信给 ${'█'.repeat(21)}。`)
  for (const text of ['a@b', '@example.com', '3 @ 5.00']) t.equal(masks('email', text), text)
  for (const card of [valid.visa, valid.card])
    t.equal(masks('bank_card', `卡号${card}`), `卡号${'█'.repeat(card.length)}`)
  t.equal(masks('bank_card', '4111-1111-1111-1111'), '█'.repeat(19))
  for (const text of ['4111111111111112', '1763780000000', '41111111111111111111'])
    t.equal(masks('bank_card', text), text)
})

t.test('hits are reported by rule and count, never by text', async (t) => {
  const create = filterOf(
    { name: 'names', words: ['alice', 'lice'], action: 'flag' },
    { name: 'phones', patterns: ['phone'] },
    { name: 'idle', words: ['nothing'] },
  )
  const { text, hits } = run(create, 'Alice ＡＬＩＣＥ 13812345678')
  t.equal(text, `Alice ＡＬＩＣＥ ${'█'.repeat(11)}`)
  t.same(hits, [
    { rule: 'names', action: 'flag', count: 4 },
    { rule: 'phones', action: 'mask', count: 1 },
  ])
})

t.test('text that cannot become a term is passed on at once', async (t) => {
  const filter = filterOf({ words: ['敏感词'] }, { patterns: ['phone'] })()
  t.equal(filter.push('你好敏'), '你好')
  t.equal(filter.push('感'), '')
  t.equal(filter.push('的人 138'), '敏感的人 ')
  t.equal(filter.push('元'), '138元')
  t.equal(filter.push('\ud83d'), '')
  t.equal(filter.push('\ude00'), '😀')
  t.equal(filter.push('敏'), '')
  t.equal(filter.end(), '敏')
})

t.test(
  'Markdown’s marks within a term do not hide it; a term that contains marks is matched as written',
  async (t) => {
    const create = filterOf({ words: ['机密项目', 'f**k'] })
    t.equal(run(create, '机**密**项`目` f**k fk').text, `${'█'.repeat(9)}\` ████ fk`)
  },
)

t.test('ten thousand terms are found in one pass', async (t) => {
  const words = Array.from({ length: 10_000 }, (_, index) => `禁${index.toString(36)}词`)
  const create = filterOf({ words })
  t.equal(run(create, `一${words[0]}二${words[9_999]}三禁词`).text, `一███二${'█'.repeat(5)}三禁词`)
})
