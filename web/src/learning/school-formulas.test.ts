import t from 'tap'
import { schoolFormulas } from './school-formulas.ts'

t.test('a formula between lone dollars is one, also beside others', async (t) => {
  t.equal(schoolFormulas('解 $x^2=4$，得 $x=\\pm 2$。'), '解 $$x^2=4$$，得 $$x=\\pm 2$$。')
  t.equal(schoolFormulas('$a$和$b$'), '$$a$$和$$b$$')
  t.equal(schoolFormulas('$\\$5$'), '$$\\$5$$')
})

t.test('money, code, what is escaped and what is unfinished stay as they are', async (t) => {
  for (const text of [
    '花了 $5 和 $6',
    '$20元，$30元',
    '`$x$`',
    '```\n$x$\n```',
    '\\$x\\$',
    '$x',
    '$ x $',
    '$x\n$',
  ])
    t.equal(schoolFormulas(text), text)
})

t.test('what is between two dollars already is not touched', async (t) => {
  for (const text of ['$$x^2$$', '先 $$\n\\frac{a}{b}\n$$ 后', '$$未完 $a'])
    t.equal(schoolFormulas(text), text)
  t.equal(schoolFormulas('$$a$$ 与 $b$'), '$$a$$ 与 $$b$$')
})

t.test('a long text of openers costs no more than its length', async (t) => {
  for (const one of ['$', '$a ', '`', '`$', '``$`'])
    t.equal(schoolFormulas(one.repeat(20_000)).length >= 20_000, true, one)
})
