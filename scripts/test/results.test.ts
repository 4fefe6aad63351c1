import { Readable } from 'node:stream'
import t from 'tap'
import { readResults, repeatFailures } from './results.ts'

async function read(tap: string) {
  const lines: string[] = []
  const results = await readResults(Readable.from([tap]), (line) => lines.push(line))
  return { ...results, output: lines.join('\n') }
}

t.test('tests are counted, not assertions, and skipped ones apart', async (t) => {
  const results = await read(`TAP version 14
# Subtest: a.test.ts
    # Subtest: adds
        ok 1 - one
        ok 2 - two
        1..2
    ok 1 - adds
    ok 2 - later # SKIP not yet
    1..2
ok 1 - a.test.ts # time=12ms
1..1
`)
  t.match(results, {
    passed: 1,
    failed: 0,
    skipped: 1,
    output: /✓ a\.test\.ts: 1 passed, 0 failed, 1 skipped/,
  })
  t.equal(repeatFailures(results), '')
})

t.test('a failure is counted once and reported with its place', async (t) => {
  const results = await read(`TAP version 14
# Subtest: a.test.ts
    # Subtest: adds
        ok 1 - fine
        not ok 2 - should be equal
          ---
          at:
            fileName: a.test.ts
            lineNumber: 7
            columnNumber: 3
          diff: |
            -3
            +2
          ...
        1..2
    not ok 1 - adds
    1..1
not ok 1 - a.test.ts
1..1
`)
  t.match(results, {
    passed: 0,
    failed: 1,
    output: /a\.test\.ts > adds > should be equal[\s\S]*a\.test\.ts:7:3[\s\S]*-3/,
  })
  t.equal(results.output.match(/✗ a\.test\.ts >/g)!.length, 1)
  t.equal(repeatFailures(results), `\nFailed:\n${results.output.trim()}\n`, 'and told again at the end')
})

t.test('a file that does not load, or is killed after passing tests, is one failed test', async (t) => {
  const unloadable = '# Subtest: a.test.ts\n    1..0 # no tests found\nnot ok 1 - a.test.ts\n1..1\n'
  t.match(await read(`TAP version 14\n${unloadable}`), { passed: 0, failed: 1 })
  const killed =
    '# Subtest: a.test.ts\n    # Subtest: x\n        ok 1 - y\n        1..1\n    ok 1 - x\nnot ok 1 - a.test.ts\n1..1\n'
  t.match(await read(`TAP version 14\n${killed}`), { passed: 1, failed: 1 })
})

t.test('output that ends too early is a failure', async (t) => {
  t.match(await read('TAP version 14\n1..2\n'), { failed: 1 })
  t.match(await read(''), { failed: 1 })
})
