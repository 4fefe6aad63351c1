import { parseArgs } from 'node:util'
import { createTextRenderer } from '@lingzhi/plain-text/text-renderer'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import { prepareFilter } from '@lingzhi/text-filters/prepare-filters'
import { median, print } from './harness/report.ts'

// What it costs to filter an answer by a long word list and all patterns, and to make it plain text, in the
// chunks that a model sends. No infrastructure; the clock is this process's.

const { values } = parseArgs({
  options: { words: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '7' } },
})
const rounds = Number(values.rounds)

const characters =
  '的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里'
let state = 7
/** The same numbers in each run, so that runs can be compared. */
const below = (bound: number) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
  return (state >>> 8) % bound
}
const word = (length: number) => Array.from({ length }, () => characters[below(characters.length)]).join('')

/** Median milliseconds of a stage over a text in chunks; the first round only warms the compiler up. */
function measure(
  text: string,
  chunk: number,
  open: () => { push: (text: string) => unknown; end: () => unknown },
) {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const stage = open()
    const started = performance.now()
    for (let at = 0; at < text.length; at += chunk) stage.push(text.slice(at, at + chunk))
    stage.end()
    if (round > 0) times.push(performance.now() - started)
  }
  return median(times)
}

const words = Array.from({ length: Number(values.words) }, (_, at) =>
  at % 5 ? word(3 + below(4)) : `term${at}`,
)
const started = performance.now()
const prepared = prepareFilter(
  [
    {
      ...{ name: 'bench', action: 'mask', places: ['output'], words },
      patterns: ['phone', 'id_card', 'bank_card', 'email'],
    },
  ],
  'output',
)
print(`preparing ${words.length} words: ${(performance.now() - started).toFixed(1)} ms`)
if (!prepared) throw new Error('there is nothing to filter')

const prose = Array.from({ length: 20_000 }, () =>
  below(4) ? `${word(4 + below(10))}，` : 'some English words of 2026. ',
).join('')
const markdown =
  '## 标题\n\n你好，**世界**，这是 `code` 与 [链接](https://x.y/z)。Some *plain* words follow, and more.\n- 一项\n' +
  '- 二项\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst a = 1\n```\n'
const long = markdown.repeat(6_000)
for (const chunk of [4, 20, 400]) {
  const filtering = measure(prose, chunk, () => createFilter(prepared)) / (Buffer.byteLength(prose) / 1_024)
  const rendering = Buffer.byteLength(long) / 1_000 / measure(long, chunk, createTextRenderer)
  print(`chunks of ${chunk}: filter ${filtering.toFixed(4)} ms/KB, plain text ${rendering.toFixed(1)} MB/s`)
}

// What makes a stage look far ahead, or begin much that never ends: none of it may cost many times what prose does.
const hostile = [
  '[](',
  '![](x',
  '[](((x',
  '[a](<b',
  '[a](b ( ',
  '[a]([](x)',
  '[[](',
  '`',
  'a [',
  '<a ',
  '<!--',
]
const pending = ['ba<a ', 'ba](x', 'ba \n-- ', 'ba&', 'ba\n```', '138 ', 'a@b.']
for (const piece of [...hostile, ...pending]) {
  const text = piece.repeat(40_000 / piece.length)
  const kilobytes = text.length / 1_024
  const rendering = text.length / 1e6 / (measure(text, 4, createTextRenderer) / 1_000)
  const filtering = measure(text, 4, () => createFilter(prepared)) / kilobytes
  print(
    `${JSON.stringify(piece).padEnd(12)} filter ${filtering.toFixed(4)} ms/KB, plain text ${rendering.toFixed(1)} MB/s`,
  )
}
