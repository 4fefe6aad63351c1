import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import t from 'tap'
import type { AnswerType, Expected } from './compare-answers.ts'
import { answerTypes, compareAnswers } from './compare-answers.ts'

const signs = { equal: '=', different: '≠', undecided: '?' } as const

async function readTable() {
  const text = await readFile(new URL('../table.tsv', import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [type = '', expected = '', answer = '', truth = '', rules = '', more = '{}'] = line.split('\t')
      const of: Expected = { type: type as AnswerType, answer: expected, ...JSON.parse(more) }
      return { line, of, answer, truth, rules }
    })
}

t.test(
  'no wrong answer of the published table is accepted, no right one refused, and few are left open',
  async (t) => {
    const table = await readTable()
    const judged = table.map((row) => ({ ...row, said: signs[compareAnswers(row.of, row.answer).result] }))
    const lines = (rows: typeof judged) => rows.map(({ line, said }) => `${line} → ${said}`)
    deepEqual(lines(judged.filter(({ said, rules }) => said !== rules)), [], 'as published')
    const accepted = judged.filter(({ said, truth }) => said === '=' && truth !== '=')
    const refused = judged.filter(({ said, truth }) => said === '≠' && truth !== '≠')
    const open = judged.filter(({ said }) => said === '?')
    t.comment(
      `${table.length} pairs: ${accepted.length} wrong accepts, ${refused.length} wrong rejects, ${open.length} undecided`,
    )
    deepEqual(lines(accepted), [])
    deepEqual(lines(refused), [])
    ok(table.length >= 120)
    ok(open.length <= table.length * 0.15, `${open.length} of ${table.length}`)
    deepEqual(new Set(table.map(({ of }) => of.type)), new Set(answerTypes))
  },
)

t.test(
  'who asks does not matter: expected and given exchanged are judged alike, or one is undecided',
  async () => {
    for (const { of, answer, line } of await readTable()) {
      if (answer === '' || of.alternatives || of.unit || of.tolerance) continue
      const there = compareAnswers(of, answer).result
      const back = compareAnswers({ ...of, answer }, of.answer).result
      ok(there === back || there === 'undecided' || back === 'undecided', `${line}: ${there}, ${back}`)
    }
  },
)

t.test('the same pair is always judged the same', async () => {
  for (const { of, answer } of await readTable()) {
    equal(compareAnswers(of, answer).reason, compareAnswers(of, answer).reason)
  }
})
