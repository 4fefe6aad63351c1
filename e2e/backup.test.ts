import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { createClient } from './client.ts'
import { dataDir, ownEnvironment, startStack } from './start-stack.ts'

const account = { username: 'linlin', password: 'a-password-of-then' }
const settings = { DEMO_MODEL_CHARS_PER_SECOND: '0', RATE_LIMIT_FACTOR: '100' }

t.test('a deployment comes back from its backup on an empty machine', async (t) => {
  const folder = dataDir(t)
  const stack = await startStack(t, folder, [], settings)
  const guest = createClient(stack.gateway_url)
  const { token } = (await guest.post('/api/register', account)).body.data
  const client = createClient(stack.gateway_url, token)
  const { conversation_id } = (await client.post('/api/chat', { message: '你好' })).body
  t.equal((await client.post('/api/checkin')).status, 200)
  const { id } = (await client.post('/api/exports', { format: 'json' })).body.data
  const file = await eventually(async () => {
    const { data } = (await client.get(`/api/exports/${id}`)).body
    return data.status === 'completed' && data
  })

  const made = await ops(folder, ['backup', '--secrets', '--encrypt'])
  t.ok(made.ok, 'while it runs')
  const kept = mkdtempSync(join(tmpdir(), 'lingzhi-test-kept-'))
  t.teardown(() => rmSync(kept, { recursive: true, force: true }))
  cpSync(made.folder, kept, { recursive: true })
  const refused = await ops(folder, ['restore', made.backup, '--yes', made.backup])
  t.match(refused.error, /runs on .*: stop it first/)
  await client.delete(`/api/conversations/${conversation_id}`)
  await stack.stop()
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })

  const restored = await ops(folder, ['restore', kept, '--yes', made.backup])
  t.ok(restored.ok, JSON.stringify(restored))
  const again = await startStack(t, folder, [], settings)
  t.same(again.admin, stack.admin)
  const login = await createClient(again.gateway_url).post('/api/login', account)
  t.equal(login.status, 200, 'the old password signs in')
  const back = createClient(again.gateway_url, login.body.data.token)
  t.equal((await back.get('/api/user/info')).status, 200)
  t.equal(
    (await createClient(again.gateway_url, token).get('/api/user/info')).status,
    200,
    'so does the old token',
  )
  t.equal((await back.get(`/api/conversations/${conversation_id}`)).body.data.messages.length, 2)
  t.equal((await back.get('/api/checkin/status')).body.data.total_lingzhi, 1)
  const download = await back.open(`/api/exports/${id}/download`)
  const bytes = Buffer.from(await download.arrayBuffer())
  t.equal(createHash('sha256').update(bytes).digest('hex'), file.sha256, 'the file of the export is whole')

  // The tables that name the account, by service: what an operator is asked for once it is gone.
  const naming = async (user: string) => {
    const { ok, tables } = await ops(folder, ['erased', user])
    return { ok, services: new Set(tables.map((one: { service: string }) => one.service)), tables }
  }
  const { id: user } = (await back.get('/api/user/info')).body.data
  const form = new FormData()
  form.append('file', new Blob(['资料']), 'note.txt')
  const headers = { authorization: `Bearer ${login.body.data.token}` }
  const upload = await fetch(`${again.gateway_url}/api/v1/files/upload`, {
    method: 'POST',
    headers,
    body: form,
  })
  t.equal(upload.status, 201)
  const mistake = { title: '求导', question_content: 'x²', subject: 'math' }
  t.equal((await back.post('/api/v1/mistakes', mistake)).status, 201)
  const before = await naming(user)
  t.notOk(before.ok)
  t.same(before.services, new Set(['auth', 'chat', 'checkin', 'export', 'files', 'learning']))
  t.equal((await back.delete('/api/user')).status, 200)
  const after = await eventually(async () => {
    const found = await naming(user)
    return found.ok && found
  })
  t.same(
    after.tables.filter(({ stays }: { stays: string | null }) => stays === null),
    [],
  )
})

/** `npm run ops`, and the document it prints. */
async function ops(folder: string, args: string[]) {
  const env = { ...ownEnvironment(folder), BACKUP_PASSPHRASE: 'correct horse battery' }
  const run = promisify(execFile)(
    process.execPath,
    ['scripts/ops.ts', ...args, '--json', `--root=${folder}`],
    {
      env,
      timeout: 120_000,
    },
  )
  const { stdout } = await run.catch((error: { stdout: string }) => error)
  return JSON.parse(stdout)
}
