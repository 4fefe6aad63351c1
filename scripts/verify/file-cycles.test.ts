import t from 'tap'
import { fileCycleFaults } from './file-cycles.ts'
import { readSource } from './sources.ts'

const faultsOf = (files: Record<string, string>) =>
  fileCycleFaults(Object.entries(files).map(([path, text]) => readSource(path, text, new Map())))

t.test('a circle of files is named once, in its order, also when it is one of types', async (t) => {
  const files = {
    'a/one.ts': "import { two } from './two.ts'",
    'a/two.ts': "import type { Three } from '../b/three.ts'",
    'b/three.ts': "export { one } from '../a/one.ts'",
    'b/four.ts': "import { one } from '../a/one.ts'",
  }
  t.same(faultsOf(files), [
    'a/one.ts → a/two.ts → b/three.ts → a/one.ts: files import each other in a circle.',
  ])
})

t.test('two circles that share a file are both found', async (t) => {
  const faults = faultsOf({
    'a/hub.ts': "import './left.ts'\nimport './right.ts'",
    'a/left.ts': "import './hub.ts'",
    'a/right.ts': "import './hub.ts'",
  })
  t.equal(faults.length, 2)
})

t.test('a test that imports what it tests is no circle, and neither is a diamond', async (t) => {
  t.same(
    faultsOf({
      'a/one.ts': "import './two.ts'\nimport './three.ts'",
      'a/two.ts': "import './three.ts'",
      'a/three.ts': '',
      'a/three.test.ts': "import './one.ts'",
    }),
    [],
  )
})
