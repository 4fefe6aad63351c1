import t from 'tap'
import { foldSame, lineDiff } from './line-diff.ts'

const signs = { same: ' ', added: '+', removed: '-' }
const shown = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => signs[kind] + text)

t.test('lines that stay are shown once, the others as removed and added', async (t) => {
  t.same(shown('a\nb\nc\nd', 'a\nx\nc\ny\nd'), [' a', '-b', '+x', ' c', '+y', ' d'])
})

t.test('a text that was empty has no line, and equal texts have no difference', async (t) => {
  t.same(shown('', 'a'), ['+a'])
  t.same(shown('a', ''), ['-a'])
  t.same(shown('a\r\nb', 'a\nb'), [' a', ' b'])
})

t.test('applied to the first text, the difference gives the second', async (t) => {
  const words = 'abcde'
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 200; round += 1) {
    const text = () => Array.from({ length: 1 + random(9) }, () => words[random(5)]).join('\n')
    const [before, after] = [text(), text()]
    const lines = lineDiff(before, after)
    const without = (kind: string) =>
      lines
        .filter((line) => line.kind !== kind)
        .map((line) => line.text)
        .join('\n')
    if (without('added') !== before || without('removed') !== after) t.fail(`${before} / ${after}`)
  }
})

t.test('texts too long to compare line by line are shown as one block removed and one added', async (t) => {
  const long = (word: string) => Array.from({ length: 3_000 }, (_, at) => `${word}${at}`).join('\n')
  const lines = lineDiff(`same\n${long('a')}`, `same\n${long('b')}`)
  t.same([lines[0]?.kind, lines[1]?.kind, lines.at(-1)?.kind], ['same', 'removed', 'added'])
  t.equal(lines.length, 6_001)
})

t.test('unchanged lines far from every change are folded into one', async (t) => {
  const before = Array.from({ length: 20 }, (_, at) => `line ${at}`)
  const after = before.with(10, 'changed')
  const folded = foldSame(lineDiff(before.join('\n'), after.join('\n')), 1)
  t.same(
    folded.map((line) => (line.kind === 'folded' ? line.folded : line.text)),
    [9, 'line 9', 'line 10', 'changed', 'line 11', 8],
  )
})
