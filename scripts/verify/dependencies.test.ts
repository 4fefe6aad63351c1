import t from 'tap'
import { dependencyFaults, readManifests } from './dependencies.ts'
import { readSource, readSources } from './sources.ts'

const faultsOf = (dependencies: string[], files: Record<string, string>) =>
  dependencyFaults(
    Object.entries(files).map(([path, text]) => readSource(path, text, new Map())),
    [
      { folder: '.', name: 'all', dependencies: [], styles: '' },
      { folder: 'services/chat', name: '@lingzhi/chat', dependencies, styles: '' },
    ],
  )

t.test('a package that is imported but not named is a fault, in tests too', async (t) => {
  const imports = [
    "import pg from 'pg'",
    "import type { A } from '@lingzhi/db/open-db'",
    "await import('ajv')",
  ]
  for (const [n, name] of ['pg', '@lingzhi/db', 'ajv'].entries())
    for (const path of ['services/chat/src/b.ts', 'services/chat/src/b.test.ts'])
      t.same(faultsOf([], { [path]: imports[n]! }), [
        `services/chat/package.json does not name ${name}, which ${path} imports.`,
      ])
  t.match(faultsOf(['pg'], { 'services/chat/src/b.ts': imports[0]!, 'e2e/a.ts': imports[0]! }), [
    /^package.json does not name pg, which e2e\/a.ts imports/,
  ])
})

t.test('a package that is named but not imported is a fault, unless it only has types', async (t) => {
  t.same(faultsOf(['pg', '@types/pg'], { 'services/chat/src/a.ts': "import 'pg-native'" }), [
    'services/chat/package.json does not name pg-native, which services/chat/src/a.ts imports.',
    'services/chat/package.json names pg, which no source of it imports: remove it.',
  ])
})

t.test('types alone may come from a package that has nothing else', async (t) => {
  const importing = (text: string) => faultsOf(['@types/mdast'], { 'services/chat/src/a.ts': text })
  t.same(importing("import type { Root } from 'mdast'"), [])
  t.same(importing("import { Root } from 'mdast'"), [
    'services/chat/package.json does not name mdast, which services/chat/src/a.ts imports.',
  ])
})

t.test(
  'paths, modules of Node, the package itself, a resolved file and a program are no faults',
  async (t) => {
    const text =
      "import './b.ts'\nimport 'node:fs'\nimport '@lingzhi/chat/c'\nimport.meta.resolve('pg/a.css')"
    t.same(faultsOf(['typescript', 'pg'], { 'services/chat/src/a.ts': text }), [])
  },
)

t.test('every package of this checkout names what it imports, and nothing else', async (t) => {
  const root = process.cwd()
  t.same(dependencyFaults(readSources(root), readManifests(root)), [])
})
