import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keeperService, keeperUnit } from './keeper-service.ts'

t.test('the service may write in its deployment alone, and takes any path as one word', async (t) => {
  const text = keeperUnit({ root: '/srv/ling zhi', dataDir: '/srv/100%/$data', user: 'lingzhi' })
  t.match(text, 'ReadWritePaths="/srv/ling zhi" "/srv/100%%/$data"\n')
  t.match(text, '"/srv/ling zhi" "/srv/100%%/$$data"\n')
  t.match(text, 'User=lingzhi\n')
  t.match(text, 'ProtectSystem=strict\n')
  t.match(text, '\nRestrictNamespaces=user net\n', 'decoders of files can be without a network')
})

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

t.test('systemd finds nothing to say about it', { skip: !hasSystemd && 'no systemd here' }, async (t) => {
  const root = t.testdir()
  const node = join(root, 'current/node_modules/node/bin')
  mkdirSync(node, { recursive: true })
  writeFileSync(join(node, 'node'), '', { mode: 0o755 })
  const file = join(root, keeperService(root))
  writeFileSync(file, keeperUnit({ root, dataDir: root, user: undefined }))
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
  t.equal(status, 0, stderr)
})
