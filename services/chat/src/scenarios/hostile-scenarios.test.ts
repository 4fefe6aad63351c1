import { heldMaxMs, heldMs } from '@lingzhi/testing/held-process'
import { chinese } from '@lingzhi/testing/worst-requests'
import t from 'tap'
import { readSkillFile } from '../skills/read-skill-file.ts'
import { indexWords } from './match-words.ts'

const text = (chars: number, from: number) => chinese(chars + from).slice(from)
const longest = Array.from({ length: 100 }, (_, k) => ({
  id: String(k),
  name: `名${k}`,
  description: text(1_000, k),
  version: 1,
  is_default: false,
  says_something: true,
  meta: {
    tags: Array.from({ length: 50 }, (_, n) => text(100, n + k)),
    capabilities: [],
    // One character of these is eighteen as it is compared.
    keywords: Array.from({ length: 50 }, (_, n) => `${'ﷺ'.repeat(1 + (n % 99))}${n}`),
    negative_keywords: [],
    examples: Array.from({ length: 20 }, (_, n) => text(500, n * k)),
  },
}))

t.test(`no choice among one's own scenarios holds the process for more than ${heldMaxMs} ms`, async (t) => {
  const made = await heldMs(async () => void (await indexWords(longest)))
  t.ok(made <= heldMaxMs, `the index: ${Math.round(made)} ms`)
  const index = await indexWords(longest)
  for (const question of ['ﷺ'.repeat(1_000), chinese(200_000), 'w '.repeat(100_000)])
    for (const by of ['byKeywords', 'byLikeness'] as const) {
      const ms = await heldMs(async () => void index[by](question))
      t.ok(ms <= heldMaxMs, `${by}: ${Math.round(ms)} ms`)
    }
})

const file = (front: string) => Buffer.from(`---\nname: a\ndescription: b\n${front}\n---\n\nbody\n`)
const names = (count: number) => Array.from({ length: count }, (_, n) => n.toString(36))
const fronts: Record<string, string> = {
  'many members': names(2_700)
    .map((name) => `${name}:`)
    .join('\n'),
  'many members in a line': `x: {${names(4_000).join(',')}}`,
  'depth in a line': `x: ${'['.repeat(8_000)}${']'.repeat(8_000)}`,
  'depth by lines': Array.from({ length: 170 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
  'lists in lists': `x:\n ${'- '.repeat(8_000)}a`,
  keys: `${'? '.repeat(8_000)}a`,
  comments: '#\n'.repeat(8_000),
  anchors: `x: [${Array(4_000).fill('&a b').join(',').slice(0, 16_000)}]`,
  aliases: `a: &a [1]\nb: &b [${Array(400).fill('*a').join(', ')}]`,
}

for (const [name, front] of Object.entries(fronts))
  t.test(`no SKILL.md holds the process for more than ${heldMaxMs} ms: ${name}`, async (t) => {
    const ms = await heldMs(async () => {
      try {
        readSkillFile(file(front))
      } catch (err) {
        t.match(err, { code: 'SKILL_INVALID' })
      }
    })
    t.ok(ms <= heldMaxMs, `${Math.round(ms)} ms`)
  })
