import { problem } from '@lingzhi/contracts/problem'
import t from 'tap'
import { declaredProblems } from './declared-problems.ts'
import { problemsDocFaults, problemsDocument, textFaults } from './problems-doc.ts'

const good = { zh: '不存在', en: 'There is none.', check: 'The id.' }
const declare = (code: string, status: number, texts: typeof good) => ({
  kind: problem(code, status, texts),
  name: 'Missing',
  path: 'services/chat/src/missing.ts',
})

t.test(
  'every problem of this checkout is exported, in Chinese and in English, and listed in the docs',
  async (t) => {
    const { declared } = await declaredProblems(process.cwd())
    t.ok(declared.length > 60, 'they were found')
    t.same(await problemsDocFaults(process.cwd()), [])
  },
)

t.test('a text in the wrong language, or nothing to check, is a fault', async (t) => {
  const faultsOf = (texts: typeof good) => textFaults([declare('MISSING', 404, texts)])
  t.same(faultsOf(good), [])
  t.match(faultsOf({ ...good, zh: 'None.' }), [/missing\.ts: Missing: the Chinese text/])
  t.match(faultsOf({ ...good, en: '没有 (None.)' }), [/the English text/])
  t.match(faultsOf({ ...good, en: ' ' }), [/the English text/])
  t.match(faultsOf({ ...good, check: '' }), [/what to check/])
  // Types are another check: this one must say so too rather than throw.
  const { check: _, ...unchecked } = good
  t.match(faultsOf(unchecked as typeof good), [/what to check/])
})

t.test('one code has one meaning, whatever its status and wherever it is declared', async (t) => {
  const other = declare('MISSING', 410, { ...good, en: 'It is gone.' })
  t.match(textFaults([declare('MISSING', 404, good), other]), [/MISSING has another meaning/])
  t.same(textFaults([declare('MISSING', 404, good), declare('MISSING', 410, good)]), [])
})

t.test(
  'the document lists a code once a status, with both texts and the routes that may return it',
  async (t) => {
    const routes = new Map([['404 MISSING', ['GET /api/things/{id}']]])
    const text = problemsDocument([declare('MISSING', 404, good), declare('MISSING', 404, good)], routes)
    t.equal(text.match(/^## `MISSING` · 404$/gm)?.length, 1)
    for (const line of [
      '- 中文：不存在',
      '- English: There is none.',
      '- Check: The id.',
      '- Routes: `GET /api/things/{id}`',
    ]) {
      t.ok(text.includes(`${line}\n`), line)
    }
  },
)
