import t from 'tap'
import { deadExportFaults } from './dead-exports.ts'
import { readSource } from './sources.ts'

const faultsOf = (files: Record<string, string>) =>
  deadExportFaults(Object.entries(files).map(([path, text]) => readSource(path, text, new Map())))

t.test('an exported name that no file imports is a fault, of any kind', async (t) => {
  for (const text of [
    'export const a = 1',
    'export function a() {}',
    'export async function a() {}',
    'export async function* a() {}',
    'export class a {}',
    'export type a = string',
  ]) {
    t.match(faultsOf({ 'services/chat/src/x.ts': text }), [/x\.ts exports a,/], text)
  }
})

t.test('an import of any form uses a name: by path, by package, renamed, as a type, by a test', async (t) => {
  const text = 'export const a = 1'
  const path = 'packages/stack/src/x.ts'
  const uses = {
    'packages/stack/src/y.ts': "import { a } from './x.ts'",
    'packages/stack/src/y.test.ts': "import {\n  b,\n  a as c,\n} from './x.ts'",
    'services/chat/src/y.ts': "import { type a } from '@lingzhi/stack/x'",
    'scripts/y.ts': "import type { a } from '../packages/stack/src/x.ts'",
    'bench/src/y.ts': "export { a } from '@lingzhi/stack/x'",
    'e2e/y.ts': "import * as x from '@lingzhi/stack/x'",
    'e2e/z.ts': "const x = await import('@lingzhi/stack/x')",
  }
  for (const [user, used] of Object.entries(uses)) t.same(faultsOf({ [path]: text, [user]: used }), [], user)
  t.equal(faultsOf({ [path]: text, 'services/chat/src/y.ts': "import { a } from './x.ts'" }).length, 1)
})

t.test('what is used otherwise stays: problems, migrations, signatures, published packages', async (t) => {
  t.same(
    faultsOf({
      'services/chat/src/x.ts': "export const NotFound = problem('X', 404, 'x')",
      'services/chat/migrations/0001-x.ts': 'export const up = 1',
      'packages/db/src/x.ts': 'export interface Options { a: string }\nfunction x(options: Options) {}',
      'packages/api-client/src/x.ts': 'export const a = 1',
    }),
    [],
  )
})
