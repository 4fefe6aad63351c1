import { leave } from '@lingzhi/http/leave'
import { serveMetrics } from '@lingzhi/metrics/serve-metrics'
import { bindable } from '@lingzhi/runtime/bindable'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { runService } from '@lingzhi/runtime/run-service'
import { startTracing } from '@lingzhi/tracing/start-tracing'
import { createApp } from './app.ts'
import { Config } from './config.ts'
import { openDeps } from './deps.ts'
import { listenForFacts } from './listen.ts'
import { sweepRegularly } from './removal/sweep.ts'
import { serveRequests } from './serve.ts'

await runService('learning', process.env, async ({ log, onClose }) => {
  const config = loadConfig(Config, process.env)
  onClose((await serveMetrics('learning', config, log)).close)
  onClose((await startTracing('learning', config, log)).close)
  const deps = await openDeps(config, log)
  onClose(deps.close)
  for (const consumption of await listenForFacts(deps, config)) onClose(consumption.close)
  for (const serving of serveRequests(deps)) onClose(serving.close)
  const app = await createApp(config, deps)
  onClose(() => leave(app))
  for (const sweeping of sweepRegularly(deps, config)) onClose(sweeping.close)
  await app.listen({ host: await bindable(config.HOST, log), port: config.PORT })
})
