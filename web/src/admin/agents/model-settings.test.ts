import t from 'tap'
import { budgetOf, linesOf, modeOf, numberOf, shown, textOf, thinkingOf } from './model-settings.ts'

t.test('an empty field is no setting, so that the deployment’s default applies', async (t) => {
  for (const read of [textOf, numberOf, linesOf]) t.equal(read(' \n '.trim()), undefined)
  t.equal(thinkingOf('', 10), undefined)
})

t.test('what is no number is sent as it was typed', async (t) => {
  t.same(['0', '-1.5', '1e3', 'much', '1,5'].map(numberOf), [0, -1.5, 1000, 'much', '1,5'])
})

t.test('lines are read without the empty ones, and shown as they are read', async (t) => {
  t.same(linesOf(' a \n\nb'), ['a', 'b'])
  t.equal(shown(['a', 'b']), 'a\nb')
  t.equal(shown('one'), 'one')
})

t.test('thinking is understood in both of its shapes, and keeps its budget while it is on', async (t) => {
  t.equal(modeOf('auto'), 'auto')
  t.equal(modeOf({ type: 'enabled', budget_tokens: 9 }), 'enabled')
  t.equal(modeOf(undefined), '')
  t.same(thinkingOf('auto', budgetOf({ type: 'enabled', budget_tokens: 9 })), {
    type: 'auto',
    budget_tokens: 9,
  })
  t.equal(thinkingOf('enabled', undefined), 'enabled')
  t.equal(thinkingOf('disabled', 9), 'disabled')
})
