import { workMs } from '@lingzhi/testing/held-process'
import t from 'tap'
import { checkFormulas } from './check-formulas.ts'
import { findFormulas } from './find-formulas.ts'

const texOf = (text: string) => [...findFormulas(text)].map(({ tex }) => tex)

t.test('formulas are found by all their delimiters, and money and code are none', async (t) => {
  t.same(texOf(String.raw`\(a^2+b^2=c^2\) 与 $$\frac{-b\pm\sqrt{b^2-4ac}}{2a}$$`), [
    'a^2+b^2=c^2',
    String.raw`\frac{-b\pm\sqrt{b^2-4ac}}{2a}`,
  ])
  t.same(texOf('价格 $5 和 $6'), [])
  t.same(texOf('从 $5 到$6，$x$，\\$y$'), ['x'])
  t.same(texOf('`$x$` ```\n$y$\n``` $z$'), ['z'])
  t.same(texOf(String.raw`\[x\] \begin{cases}a\\b\end{cases} $$ 未完`), [
    'x',
    String.raw`\begin{cases}a\\b\end{cases}`,
  ])
})

t.test('a formula that cannot be shown is told with its place, and the others pass', async (t) => {
  const good = await checkFormulas(String.raw`\(a^2+b^2=c^2\) 与 $$\frac{-b\pm\sqrt{b^2-4ac}}{2a}$$`)
  t.same(good, { formulas: 2, invalid: [], unchecked: 0 })
  const bad = await checkFormulas(String.raw`见 $\frac{1}{$ 与 $x$`)
  t.match(bad, { formulas: 2, invalid: [{ at: 2, tex: String.raw`\frac{1}{`, error: String }] })
  t.match(await checkFormulas(String.raw`$\undefinedcommand$`), { invalid: [{ at: 0 }] })
})

t.test('what is made to break the parser is invalid within a second', async (t) => {
  const hostile = [
    `$$${'{'.repeat(10_000)}x${'}'.repeat(10_000)}$$`,
    `$$${'{'.repeat(1_500)}x${'}'.repeat(1_500)}$$`,
    String.raw`$\def\a{\a\a}\a$`,
    String.raw`$$\def\a#1{\a{#1#1}}\a{x}$$`,
  ]
  for (const text of hostile) {
    const ms = await workMs(async () => {
      t.match(await checkFormulas(text), { formulas: 1, invalid: [{ at: 0 }] }, text.slice(0, 30))
    })
    t.ok(ms < 1_000, text.slice(0, 30))
  }
  for (const text of [
    '$'.repeat(200_000),
    '\\('.repeat(100_000),
    '`$'.repeat(100_000),
    '\\begin{a}'.repeat(20_000),
  ]) {
    t.ok((await workMs(() => checkFormulas(text))) < 1_000, text.slice(0, 9))
  }
})
