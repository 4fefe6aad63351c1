import { requireDb } from '@lingzhi/db/require-db'
import { leave } from '@lingzhi/http/leave'
import { serveMetrics } from '@lingzhi/metrics/serve-metrics'
import { bindable } from '@lingzhi/runtime/bindable'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { runService } from '@lingzhi/runtime/run-service'
import { startTracing } from '@lingzhi/tracing/start-tracing'
import { createApp } from './app.ts'
import { startCompletions } from './completions/completion-worker.ts'
import { Config } from './config.ts'
import { openDeps } from './deps.ts'
import { watchModels } from './generating/watch-models.ts'
import { createWorker } from './generating/worker.ts'
import { listenForFacts, serveRequests } from './listen.ts'
import { startLearner } from './preferences/learner.ts'
import { startSweeper } from './removing/sweep-conversations.ts'
import { prepareTools } from './tools/mcp-session.ts'

await runService('chat', process.env, async ({ log, onClose }) => {
  const config = loadConfig(Config, process.env)
  onClose((await serveMetrics('chat', config, log)).close)
  onClose((await startTracing('chat', config, log)).close)
  const deps = await openDeps(config, log, { env: process.env })
  onClose(deps.close)
  await requireDb(deps.db, config)
  await prepareTools(deps.tools)
  for (const consumption of await listenForFacts(deps, config)) onClose(consumption.close)
  const worker = createWorker(deps, config)
  for (const serving of serveRequests({ ...deps, config, worker })) onClose(serving.close)
  const models = watchModels(deps, config)
  onClose(models.close)
  const app = await createApp(config, deps, worker, models)
  onClose(() => leave(app))
  await app.listen({ host: await bindable(config.HOST, log), port: config.PORT })
  onClose(startSweeper(deps, config).close)
  // Closes first, so that readers here still receive what the workers that take the replies over send.
  await worker.start()
  onClose(worker.close)
  onClose(startCompletions(deps, config, worker.id).close)
  onClose(startLearner(deps, config, worker.id).close)
})
