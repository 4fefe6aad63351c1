import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))
const windowsSentences = [
  ...readFileSync(join(root, 'scripts/bootstrap/check-platform.mjs'), 'utf8').matchAll(/^ {2}'(.*)',$/gm),
].map(([, sentence]) => sentence!.replaceAll('\\\\', '\\'))

t.test('on Windows every command says how it is started, and does nothing else', async (t) => {
  const folder = t.testdir({
    'windows.cjs': "Object.defineProperty(process, 'platform', { value: 'win32' })",
  })
  for (const command of ['start', 'test', 'ops']) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['-r', join(folder, 'windows.cjs'), 'scripts/bootstrap.mjs', command],
      { cwd: root, encoding: 'utf8' },
    )
    t.equal(stderr, `${windowsSentences.join('\n')}\n`)
    t.equal(stdout, '')
    t.equal(status, 1)
  }
})

t.test('start.bat says the same where there is no WSL, as cmd.exe reads it', async (t) => {
  const lines = readFileSync(join(root, 'scripts/start.bat'), 'utf8').split('\r\n')
  for (const sentence of windowsSentences) t.ok(lines.includes(`echo ${sentence} 1>&2`), sentence)
  t.notMatch(windowsSentences.join(''), /[&|<>^%()"]/, 'no sign that cmd.exe would take for its own')
  t.notOk(
    lines.some((line) => line.includes('\n')),
    'labels are found in files with lines of CRLF alone',
  )
  const names = ['scripts/start.bat', 'exec.cmd']
  for (const name of names) t.match(readFileSync(join(root, '.gitattributes'), 'utf8'), 'eol=crlf', name)
})
