import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { startTestJobs } from '../test-jobs.ts'

t.test('an export whose worker is killed three times is the file of an undisturbed run', async (t) => {
  const texts = Array.from({ length: 60 }, (_, n) => `消息 ${n} ${'x'.repeat(200)}`)
  const { config, chat, start, reached, download, db } = await startTestJobs(
    t,
    (id) => [conversation(id, 'One', texts), conversation(id, 'Two', texts)],
    { worker: false },
  )
  const env = {
    PATH: process.env.PATH,
    ...Object.fromEntries(Object.entries(config).map(([k, v]) => [k, String(v)])),
  }
  let worker: ChildProcess
  const startWorker = () => {
    const main = `${import.meta.dirname}/../main.ts`
    worker = spawn(process.execPath, [main], { env, stdio: 'ignore' })
  }
  const killWorker = async () => {
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  }
  startWorker()
  t.teardown(killWorker)

  // The worker is held at these pages, with some parts stored and another half done, until it is killed.
  const stops = [20, 50, 100]
  let arrived = Promise.withResolvers<void>()
  let dead = Promise.withResolvers<void>()
  chat.beforePage = async (cursor) => {
    if (Number(cursor ?? 0) < (stops[0] ?? Number.POSITIVE_INFINITY)) return
    arrived.resolve()
    await dead.promise
  }
  const { id } = await start({ compression: 'gzip' })
  const partsSeen: number[] = []
  while (stops.length > 0) {
    await arrived.promise
    await killWorker()
    const { parts } = await db
      .selectFrom('export_parts')
      .select((eb) => eb.fn.countAll<number>().as('parts'))
      .where('stored', '=', true)
      .executeTakeFirstOrThrow()
    partsSeen.push(parts)
    stops.shift()
    arrived = Promise.withResolvers()
    dead.resolve()
    dead = Promise.withResolvers()
    startWorker()
  }
  const disturbed = await reached(id, 'completed', 60_000)
  t.ok(partsSeen[0] && partsSeen[1] && partsSeen[2], 'parts were stored before each kill')
  t.ok((partsSeen[0] ?? 0) < (partsSeen[2] ?? 0), 'each worker continued where the one before it stopped')

  const undisturbed = await reached((await start({ compression: 'gzip' })).id, 'completed', 60_000)
  t.equal(disturbed.sha256, undisturbed.sha256)
  t.equal(disturbed.rows, 120)
  t.equal(
    createHash('sha256')
      .update(await download(id))
      .digest('hex'),
    disturbed.sha256,
  )
})
