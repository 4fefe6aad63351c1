import { notEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { compareAnswers } from './compare-answers.ts'

/** An expression as it is typed, and the same one rewritten by rules that do not change its value. */
interface Pair {
  one: string
  other: string
}

const atom = fc
  .constantFrom('x', 'y', '2', '3', '1/2', '0.5', '√2', 'π', 'sin(x)', 'cos(x)', 'e^{x}', '2^{n}', '|y|')
  .map((text): Pair => ({ one: text, other: text }))

const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc
      .tuple(tie('pair'), tie('pair'))
      .map(([a, b]) => ({ one: `(${a.one})+(${b.one})`, other: `(${b.other})+(${a.other})` })),
    fc
      .tuple(tie('pair'), tie('pair'))
      .map(([a, b]) => ({ one: `(${a.one})-(${b.one})`, other: `-((${b.other})-(${a.other}))` })),
    fc
      .tuple(tie('pair'), tie('pair'))
      .map(([a, b]) => ({ one: `(${a.one})*(${b.one})`, other: `(${b.other})(${a.other})` })),
    fc.tuple(tie('pair'), tie('pair'), tie('pair')).map(([a, b, c]) => ({
      one: `(${a.one})*((${b.one})+(${c.one}))`,
      other: `(${a.other})*(${b.other})+(${a.other})*(${c.other})`,
    })),
    fc.tuple(tie('pair'), tie('pair')).map(([a, b]) => ({
      one: `((${a.one})+(${b.one}))^2`,
      other: `(${a.other})^{2}+2(${a.other})*(${b.other})+(${b.other})²`,
    })),
    fc.tuple(tie('pair'), tie('pair')).map(([a, b]) => ({
      one: `(${a.one})/(${b.one})`,
      other: `\\frac{2(${a.other})}{2(${b.other})}`,
    })),
    tie('pair').map((a) => ({ one: `sin(${a.one})`, other: `-sin(-(${a.other}))` })),
    tie('pair').map((a) => ({ one: `√((${a.one})^2)`, other: `|${a.other}|` })),
  ),
}))

t.test('what is only written otherwise is never refused', async () => {
  fc.assert(
    fc.property(pair, ({ one, other }) => {
      notEqual(
        compareAnswers({ type: 'expression', answer: one }, other).result,
        'different',
        `${one} | ${other}`,
      )
    }),
    { numRuns: 1_500 },
  )
})

t.test('what is one more, a tenth more or of the other sign is never accepted', async () => {
  fc.assert(
    fc.property(pair, fc.constantFrom('+1', '+1/1000', '-x-7', '+π/9', '+√3/5'), ({ one, other }, off) => {
      const said = compareAnswers({ type: 'expression', answer: one }, `(${other})${off}`)
      notEqual(said.result, 'equal', `${one} | ${other}${off}`)
    }),
    { numRuns: 1_500 },
  )
})
