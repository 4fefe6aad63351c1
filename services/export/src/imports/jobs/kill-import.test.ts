import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { exportedLines, startTestImports } from '../../test-imports.ts'

t.test(
  'an import whose worker is killed twice goes on where it stood, and counts everything once',
  async (t) => {
    const { config, chat, upload, ended } = await startTestImports(t, { worker: false })
    const env = {
      PATH: process.env.PATH,
      ...Object.fromEntries(Object.entries(config).map(([k, v]) => [k, String(v)])),
    }
    let worker: ChildProcess
    const startWorker = () => {
      worker = spawn(process.execPath, [`${import.meta.dirname}/../../main.ts`], { env, stdio: 'ignore' })
    }
    const killWorker = async () => {
      worker.kill('SIGKILL')
      await once(worker, 'exit')
    }
    startWorker()
    t.teardown(killWorker)

    // Held at these batches until its worker is dead: once before chat has stored it, once after.
    const stops = [2, 4]
    let arrived = Promise.withResolvers<void>()
    let dead = Promise.withResolvers<void>()
    chat.beforeBatch = async (seq) => {
      if (seq !== stops[0]) return
      arrived.resolve()
      await dead.promise
    }
    const { id } = await upload(exportedLines(12, 1_100).join(''))
    while (stops.length > 0) {
      await arrived.promise
      await killWorker()
      stops.shift()
      arrived = Promise.withResolvers()
      dead.resolve()
      dead = Promise.withResolvers()
      startWorker()
    }
    t.match(await ended(id, undefined, 60_000), {
      status: 'completed',
      conversations: { new: 12, existing: 0 },
      messages: { new: 13_200, existing: 0 },
    })
    t.same(
      chat.batches.map(({ seq }) => seq),
      [...new Set(chat.batches.map(({ seq }) => seq))],
      'no batch was stored twice, or again from the beginning',
    )
  },
)
