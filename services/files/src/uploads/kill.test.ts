import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { sweep } from '../removal/sweep.ts'
import { startTestApp } from '../test-app.ts'

t.test('what a process that was killed in mid-upload had stored goes, with the room it took', async (t) => {
  const { config, db, deps, clock, user, objects, call, stored } = await startTestApp(t)
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    ...Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)])),
    PORT: String(port),
  }
  const replica = spawn(process.execPath, [`${import.meta.dirname}/../main.ts`], { env, stdio: 'ignore' })
  const gone = once(replica, 'exit')
  t.teardown(() => replica.kill('SIGKILL'))
  await eventually(async () => (await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null))?.ok)

  const head = '--x\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n%PDF-1.4\n'
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  t.teardown(() => socket.destroy())
  socket.write(
    `POST /api/v1/files/upload HTTP/1.1\r\nhost: x\r\nauthorization: ${user.headers.authorization}\r\n` +
      `content-type: multipart/form-data; boundary=x\r\ncontent-length: ${9 * 1024 * 1024}\r\n\r\n${head}`,
  )
  socket.write(randomBytes(5 * 1024 * 1024))
  const uploading = await eventually(async () => {
    const rows = await db.selectFrom('files').select(['id', 'status']).execute()
    return (await objects()).length >= 2 && rows[0]
  })
  t.equal(uploading.status, 'uploading')
  replica.kill('SIGKILL')
  await gone

  t.equal((await call('GET', `/api/v1/files/${uploading.id}/download`)).statusCode, 409)
  const used = async () => (await call('GET', '/api/v1/files/stats/summary')).json().data
  t.match(await used(), { total_files: 1, quota: {} }, 'until it is given up, it counts')
  clock.now = new Date(Date.now() + 60_000)
  await sweep(deps, config)
  clock.now = new Date(Date.now() + 180_000)
  await sweep(deps, config)
  t.same(await objects(), [])
  t.match(await used(), { total_files: 0, total_bytes: 0 })
  clock.now = undefined
  t.equal((await stored('again')).status, 'ready', 'and the next upload is as if nothing had been')
})
