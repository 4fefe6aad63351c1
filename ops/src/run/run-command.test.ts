import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startedAt } from '@lingzhi/stack/processes/identity'
import t from 'tap'
import { takeLock } from './lock.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))

async function ops(dataDir: string, ...args: string[]) {
  const child = spawn(process.execPath, ['scripts/ops.ts', ...args], {
    cwd: checkout,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text
  })
  const [code] = await once(child, 'close')
  return { code, out, err }
}

t.test('an unknown command, a wrong option and a missing word are refused in one sentence', async (t) => {
  const dataDir = t.testdir()
  t.match(await ops(dataDir, 'delpoy'), { code: 2, err: /^There is no command delpoy\. There are: backup/ })
  t.match(await ops(dataDir, 'status', '--jsn'), { code: 2, err: /--jsn.*See npm run ops -- status --help/ })
  t.match(await ops(dataDir, 'plan'), { code: 2, err: /^Usage: npm run ops -- plan <release>/ })
})

t.test('--json is one document on standard output, and the exit code says how it ended', async (t) => {
  const { code, out, err } = await ops(t.testdir(), 'status', '--json')
  t.equal(code, 1)
  t.match(JSON.parse(out), { ok: false, command: 'status', checks: [{ name: 'platform', ok: false }] })
  t.match(err, '✗ platform')
})

t.test(
  'two commands never change one deployment at once; the lock of a dead one counts for nothing',
  async (t) => {
    const dataDir = t.testdir()
    const release = takeLock(dataDir, 'deploy')
    t.match(await ops(dataDir, 'backup'), { code: 2, err: /Another command changes this deployment.*deploy/ })
    release()
    mkdirSync(join(dataDir, 'ops'), { recursive: true })
    const dead = { command: 'deploy', pid: 2 ** 22 - 1, started: 'before' }
    t.equal(startedAt(dead.pid), null)
    writeFileSync(join(dataDir, 'ops/lock'), JSON.stringify(dead))
    takeLock(dataDir, 'restore')()
    t.notOk(existsSync(join(dataDir, 'ops/lock')))
  },
)

t.test('a run that changes something leaves its log, a dry one nothing', async (t) => {
  const dataDir = t.testdir()
  const root = join(dataDir, 'root')
  mkdirSync(root)
  await ops(dataDir, 'stop', '--root', root, '--dry-run')
  t.notOk(existsSync(join(dataDir, 'ops')))
  const { code, err } = await ops(dataDir, 'stop', '--root', root)
  t.equal(code, 0, err)
  t.equal(readdirSync(join(dataDir, 'ops/runs')).length, 1)
})
