import { execFileSync } from 'node:child_process'
import t from 'tap'
import { snippetOf } from './snippets.ts'

const origin = 'https://ai.example.cn'

t.test('the curl snippet is what a shell understands, whatever the question', async (t) => {
  const snippet = snippetOf('curl', origin, 'lz_key', `It's "你好" $HOME`)
  const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }\n${snippet}`], {
    encoding: 'utf8',
  })
  const lines = words.trimEnd().split('\n')
  t.equal(lines[0], `${origin}/v1/chat/completions`)
  t.ok(lines.includes('Authorization: Bearer lz_key'))
  t.same(JSON.parse(lines.at(-1)!).messages, [{ role: 'user', content: `It's "你好" $HOME` }])
})

t.test('the snippets of the openai libraries name this address and the key', async (t) => {
  for (const kind of ['Python', 'JavaScript'] as const) {
    const snippet = snippetOf(kind, origin, 'lz_key', '你好')
    t.match(snippet, `${origin}/v1`)
    t.match(snippet, 'lz_key')
    t.match(snippet, '"你好"')
  }
})

t.test('the JavaScript snippet can be compiled', async (t) => {
  const source = snippetOf('JavaScript', origin, 'lz_key', 'say "hi"').replace(/^import .*$/m, '')
  t.doesNotThrow(() => new Function(`return async () => { ${source.replace('// npm install openai', '')} }`))
})
