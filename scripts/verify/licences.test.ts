import t from 'tap'
import { faultsOfManifests } from './licences.ts'

t.test('a licence that asks for more, or is not told, is a fault', async (t) => {
  const of = (license?: unknown) => faultsOfManifests([{ name: 'a', version: '1.0.0', license }])
  for (const good of ['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND ISC', { type: 'BSD-3-Clause' }])
    t.same(of(good), [])
  for (const bad of ['GPL-3.0-only', 'MIT AND LGPL-2.1', 'UNLICENSED', 'SEE LICENSE IN x'])
    t.same(of(bad), [`a@1.0.0 is under ${bad}, which is not permissive.`])
  t.same(of(), ['a@1.0.0 names no licence.'])
})
