import { leave } from '@lingzhi/http/leave'
import { serveMetrics } from '@lingzhi/metrics/serve-metrics'
import { bindable } from '@lingzhi/runtime/bindable'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { runService } from '@lingzhi/runtime/run-service'
import { startTracing } from '@lingzhi/tracing/start-tracing'
import { ensureFirstAdmin } from './admin/first-admin.ts'
import { createApp } from './app.ts'
import { Config } from './config.ts'
import { openDeps } from './deps.ts'
import { listenForFacts, serveRequests } from './listen.ts'
import { keepHouse } from './schedule.ts'

await runService('auth', process.env, async ({ log, onClose }) => {
  const config = loadConfig(Config, process.env)
  onClose((await serveMetrics('auth', config, log)).close)
  onClose((await startTracing('auth', config, log)).close)
  const deps = await openDeps(config, log)
  onClose(deps.close)
  await ensureFirstAdmin(deps, config)
  for (const serving of serveRequests(deps)) onClose(serving.close)
  for (const consumption of await listenForFacts(deps)) onClose(consumption.close)
  onClose(keepHouse(deps, config).close)
  const app = await createApp(config, deps)
  onClose(() => leave(app))
  await app.listen({ host: await bindable(config.HOST, log), port: config.PORT })
})
