import t from 'tap'
import type { FilterRule } from './agents.queries.ts'
import {
  isSameRules,
  keepFilterDraft,
  newRule,
  readFilterDraft,
  toggled,
  toRule,
  toRuleForm,
} from './filter-draft.ts'

const rule: FilterRule = {
  name: 'rude',
  action: 'block',
  places: ['input'],
  words: ['one', 'two words'],
  patterns: ['phone', 'email'],
}

t.test('a rule comes through its form unchanged, and empty lines are no words', async (t) => {
  t.same(toRule(toRuleForm(rule)), rule)
  t.same(toRule({ ...newRule, words: ' a \r\n\n b c\n' }).words, ['a', 'b c'])
})

t.test('the order of places and kinds of data is no difference, the order of words is', async (t) => {
  t.ok(isSameRules([rule], [{ ...rule, patterns: ['email', 'phone'] }]))
  t.notOk(isSameRules([rule], [{ ...rule, words: ['two words', 'one'] }]))
  t.notOk(isSameRules([rule], []))
})

t.test('a box that is ticked twice is as before', async (t) => {
  t.same(toggled(toggled(['input'], 'output'), 'output'), ['input'])
})

t.test('a draft is kept for its agent, and what is no draft is ignored', async (t) => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
  keepFilterDraft(3, { version: 1, rules: [newRule] }, storage)
  t.same(readFilterDraft(3, storage), { version: 1, rules: [newRule] })
  t.equal(readFilterDraft(4, storage), undefined)
  for (const broken of ['{', '{}', '7', 'null', '{"rules":[]}']) {
    kept.set('lz.draft.filters.3', broken)
    t.equal(readFilterDraft(3, storage), undefined, broken)
  }
})
