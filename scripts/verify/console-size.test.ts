import t from 'tap'
import { filesOf, sizeFaults } from './console-size.ts'

const manifest = {
  'index.html': { file: 'assets/index.js', imports: ['_shared.js'] },
  '_shared.js': { file: 'assets/shared.js', imports: ['index.html'] },
  'src/markdown/render.tsx': { file: 'assets/render.js', imports: ['_shared.js', '_parse.js'] },
  '_parse.js': { file: 'assets/parse.js' },
  'src/account/account-page.tsx': { file: 'assets/account.js' },
  'style.css': { file: 'assets/index.css' },
}

t.test('what is loaded together counts once, what is loaded later not at all', async (t) => {
  t.same(filesOf(manifest, ['index.html']), ['assets/index.js', 'assets/shared.js'])
  t.same(
    sizeFaults(manifest, () => 50_000),
    [],
  )
})

t.test('a first load over its budget is told with its largest files', async (t) => {
  const faults = sizeFaults(manifest, (file) => (file === 'assets/shared.js' ? 150_000 : 40_000))
  t.match(faults[0], /190\.0 kB of JavaScript for a new chat.*180\.0 kB.*shared\.js 150\.0 kB/)
  t.equal(faults.length, 2)
})

t.test('Markdown counts where a conversation is open', async (t) => {
  const faults = sizeFaults(manifest, (file) => (/parse|render/.test(file) ? 30_000 : 80_000))
  t.equal(faults.length, 1)
  t.match(faults[0], /220\.0 kB of JavaScript for a conversation/)
})
