import t from 'tap'
import { boundaryFaults } from './boundaries.ts'
import { readSource, readSources } from './sources.ts'

const names = new Map([
  ['@lingzhi/chat', 'services/chat'],
  ['@lingzhi/db', 'packages/db'],
  ['@lingzhi/bus', 'packages/bus'],
])
const faultsOf = (files: Record<string, string>) =>
  boundaryFaults(Object.entries(files).map(([path, text]) => readSource(path, text, names)))

t.test('an import across services is refused, by name and by path', async (t) => {
  for (const specifier of ['@lingzhi/chat/app', '../../chat/src/app.ts']) {
    t.match(faultsOf({ 'services/export/src/app.ts': `import { a } from '${specifier}'` }), [
      /imports services\/chat/,
    ])
    t.match(faultsOf({ 'services/export/src/app.ts': `await import('${specifier}')` }), [
      /imports services\/chat/,
    ])
    t.match(faultsOf({ 'services/export/src/a.test.ts': `import '${specifier}'` }), [
      /imports services\/chat/,
    ])
  }
})

t.test('a package that imports a service is refused', async (t) => {
  const text = "import type { A } from '@lingzhi/chat'"
  t.match(faultsOf({ 'packages/db/src/a.ts': text }), [/imports services\/chat/])
})

t.test('a service may import its own files and packages by name, over several lines', async (t) => {
  const text =
    "import {\n  a,\n} from '@lingzhi/db/open'\nimport { b } from '../b.ts'\nexport * from './c.ts'"
  t.same(faultsOf({ 'services/chat/src/replies/a.ts': text }), [])
})

t.test('a path into another package is refused', async (t) => {
  const text = "import { a } from '../../../packages/db/src/open.ts'"
  t.match(faultsOf({ 'services/chat/src/a.ts': text }), [/by name/])
})

t.test('contracts without I/O, runtime without frameworks', async (t) => {
  t.match(faultsOf({ 'packages/contracts/src/a.ts': "import { readFileSync } from 'node:fs'" }), [
    /without I\/O/,
  ])
  t.match(faultsOf({ 'packages/runtime/src/a.ts': "import pg from 'pg'" }), [/runtime knows no/])
  t.same(faultsOf({ 'packages/contracts/src/a.ts': "import { Type } from 'typebox'" }), [])
  t.same(faultsOf({ 'packages/runtime/src/a.ts': "import { pino } from 'pino'" }), [])
})

t.test('the environment is read only in the first file of a process, and in tests', async (t) => {
  const text = 'const a = process.env.A'
  t.match(
    faultsOf({ 'services/chat/src/config.ts': text, 'services/chat/src/main.ts': "import './config.ts'" }),
    [/process\.env/],
  )
  t.match(faultsOf({ 'packages/db/src/a.ts': text }), [/process\.env/])
  t.match(faultsOf({ 'packages/stack/src/a.ts': text }), [/process\.env/])
  t.same(
    faultsOf({
      'services/chat/src/main.ts': text,
      'services/chat/src/reconcile.ts': text,
      'services/chat/src/a.test.ts': text,
      'scripts/a.ts': text,
    }),
    [],
  )
  t.same(faultsOf({ 'services/chat/src/config.ts': '// never process.env here\nexport {}' }), [])
})

t.test(
  'packages that import each other in a circle are named once; through a test is no circle',
  async (t) => {
    const db = { 'packages/db/src/a.ts': "import '@lingzhi/bus'" }
    const faults = faultsOf({ ...db, 'packages/bus/src/a.ts': "import '@lingzhi/db'" })
    t.equal(faults.length, 1)
    t.match(faults[0], /packages\/db → packages\/bus → packages\/db/)
    t.same(faultsOf({ ...db, 'packages/bus/src/a.test.ts': "import '@lingzhi/db'" }), [])
  },
)

t.test('this checkout keeps its boundaries', async (t) => {
  t.same(boundaryFaults(readSources(process.cwd())), [])
})
