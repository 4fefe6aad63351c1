import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startPostgres } from './postgres.ts'
import { openSecrets } from './secrets.ts'

t.test('a first start that was killed while PostgreSQL made its data is begun again', async (t) => {
  const dataDir = mkdtempSync(join(realpathSync(tmpdir()), 'interrupted-start-'))
  // As root PostgreSQL runs as another user, who has to pass through.
  chmodSync(dataDir, 0o711)
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  mkdirSync(join(dataDir, 'postgres'))
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '15\n')
  writeFileSync(join(dataDir, 'postgres-initialising'), '')
  const secrets = openSecrets(dataDir)
  const { server } = await startPostgres({
    dataDir,
    env: process.env,
    secrets,
    durable: false,
    note: () => {},
  })
  await server.stop()
  t.ok(existsSync(join(dataDir, 'postgres/base')))
  t.notOk(existsSync(join(dataDir, 'postgres-initialising')))
})
