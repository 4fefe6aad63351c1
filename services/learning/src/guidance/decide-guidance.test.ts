import t from 'tap'
import { decideGuidance } from './decide-guidance.ts'

const asked = {
  type: 'general_inquiry' as const,
  guidance: null,
  reveal: false,
  known_answer: null,
  mistake_id: null,
}
const before = { ...asked, hint_level: 1, revealed: false, guidance: 'hints' as const, known_answer: 'x=3' }

t.test('concepts are explained, exercises are helped with as the learner chose', async (t) => {
  t.match(decideGuidance({ ...asked, type: 'concept' }, undefined, 'hints'), {
    guidance: 'answer',
    revealed: false,
  })
  t.match(decideGuidance({ ...asked, type: 'homework_help' }, undefined, 'hints'), {
    guidance: 'hints',
    hint_level: 1,
  })
  t.match(decideGuidance({ ...asked, type: 'homework_help', guidance: 'steps' }, undefined, 'hints'), {
    guidance: 'steps',
    hint_level: null,
  })
})

t.test(
  'a follow-up gets plainer hints, and the answer stays held back without being named again',
  async (t) => {
    const second = decideGuidance(asked, before, 'answer')
    t.same(second, { guidance: 'hints', hint_level: 2, revealed: false, known_answer: 'x=3' })
    const third = decideGuidance(asked, { ...before, ...second }, 'answer')
    t.equal(third.hint_level, 3)
    t.equal(decideGuidance(asked, { ...before, ...third }, 'answer').hint_level, 3)
  },
)

t.test('being told is recorded, and ends it', async (t) => {
  const told = decideGuidance({ ...asked, reveal: true }, before, 'hints')
  t.same(told, { guidance: 'answer', hint_level: null, revealed: true, known_answer: 'x=3' })
  t.match(decideGuidance({ ...asked, guidance: 'answer' }, before, 'hints'), { revealed: true })
  t.match(decideGuidance(asked, { ...before, ...told }, 'hints'), { guidance: 'answer', known_answer: null })
})

t.test('another exercise begins with the first hint', async (t) => {
  const next = { ...asked, known_answer: 'y=5' }
  t.match(decideGuidance(next, before, 'hints'), { guidance: 'hints', hint_level: 1, known_answer: 'y=5' })
})
