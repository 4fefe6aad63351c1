import { equal, notEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { AnswerType } from './compare-answers.ts'
import { answerTypes, compareAnswers } from './compare-answers.ts'

const hostile = [
  '1/0',
  '0^0',
  '0/0',
  '10^10^10',
  '10^{10^{10}}',
  '9^{999999999}',
  '2^{-999999999}',
  '99999999999999999999^99999999999',
  '(x+y+z+1)^{200}',
  '(1/3+1/7x)^{200}',
  '(1/3+x/7+1/x)^{200}',
  '(123456789123456789x+987654321987654321)^{200}',
  '(((x+1)^{50}+1)^{50}+1)^{50}',
  `${'('.repeat(400)}x${')'.repeat(400)}`,
  '|'.repeat(401),
  '{'.repeat(500),
  '-'.repeat(900),
  `1${'+1'.repeat(450)}`,
  `x${'^2'.repeat(400)}`,
  `${'√'.repeat(500)}2`,
  '\\sqrt['.repeat(100),
  '\\frac'.repeat(190),
  '\\int_0^1 f(x)\\,dx',
  '\\def\\a{\\a\\a}\\a',
  '9'.repeat(999),
  `0.${'3'.repeat(900)}`,
  `1/${'7'.repeat(900)}`,
  '7'.repeat(5_000),
  `\\sin${'\\sin'.repeat(150)} x`,
  `{${Array.from({ length: 24 }, (_, at) => `(x+y+z)^{${at + 9}}`).join(',')}}`,
  Array.from({ length: 24 }, (_, at) => `1/2x${at}`).join(','),
  '‮5', // turned round
  '5⁠', // an invisible joiner
  '１０１'.repeat(300),
  '𝟓',
  '5\u0336',
  '\ud800',
  '__proto__',
  'constructor(1)',
  '100!!!',
  '(100!)!',
  'i^i',
  '\u0000',
]

t.test('hostile answers are judged within 100 ms, and never accepted', (t) => {
  compareAnswers({ type: 'expression', answer: '(x+1)^2' }, 'x^2+2x+1')
  for (const answer of hostile) {
    for (const type of answerTypes) {
      const key = type === 'choice' || type === 'multiple' ? 'B' : type === 'true_false' ? '对' : '3'
      const started = process.cpuUsage()
      const { result } = compareAnswers({ type, answer: key }, answer)
      const { user, system } = process.cpuUsage(started)
      notEqual(result, 'equal', `${type}: ${answer.slice(0, 40)}`)
      ok((user + system) / 1_000 < 100, `${type}: ${answer.slice(0, 40)} took ${(user + system) / 1_000} ms`)
    }
  }
  t.end()
})

t.test('an expected answer may be as hostile, against itself and another', (t) => {
  for (const key of hostile) {
    for (const type of ['number', 'expression', 'equation'] as const) {
      const started = process.cpuUsage()
      compareAnswers({ type, answer: key }, key)
      const { user, system } = process.cpuUsage(started)
      ok((user + system) / 1_000 < 200, `${type}: ${key.slice(0, 40)} took ${(user + system) / 1_000} ms`)
    }
  }
  for (const key of ['1/0', '0/0', '0^0', '\\int_0^1 f', '10^{10^{10}}']) {
    equal(compareAnswers({ type: 'expression', answer: key }, key).result, 'undecided', key)
  }
  t.end()
})

const pieces = fc.constantFrom(
  ...[
    'x',
    'y',
    '2',
    '3.5',
    '1/2',
    '+',
    '-',
    '*',
    '/',
    '^',
    '(',
    ')',
    '√',
    '\\frac',
    '{',
    '}',
    '|',
    'sin ',
    'ln',
    'π',
    '°',
    ',',
  ],
  ...[
    '=',
    '<',
    '≥',
    '或',
    '±',
    ':',
    '%',
    ' ',
    '米',
    'cm',
    '[',
    ']',
    '∞',
    '_',
    '!',
    'e',
    'i',
    '\\sqrt',
    '²',
    '½',
    '，',
    '１',
  ],
)
const texts = fc.array(pieces, { maxLength: 24 }).map((of) => of.join(''))

t.test(
  'whatever is asked and answered, there is a judgement, and nothing else than the letters decides it',
  async () => {
    fc.assert(
      fc.property(fc.constantFrom(...answerTypes), texts, texts, (type: AnswerType, key, answer) => {
        const { result, reason, words } = compareAnswers({ type, answer: key }, answer)
        ok(words.zh && words.en)
        equal(compareAnswers({ type, answer: key }, answer).reason, reason)
        if (result === 'equal') notEqual(compareAnswers({ type, answer }, key).result, 'different')
      }),
      { numRuns: 3_000 },
    )
  },
)
