import { leave } from '@lingzhi/http/leave'
import { serveMetrics } from '@lingzhi/metrics/serve-metrics'
import { bindable } from '@lingzhi/runtime/bindable'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { runService } from '@lingzhi/runtime/run-service'
import { startTracing } from '@lingzhi/tracing/start-tracing'
import { createApp } from './app.ts'
import { Config } from './config.ts'
import { openDeps } from './deps.ts'

await runService('gateway', process.env, async ({ log, onClose }) => {
  const config = loadConfig(Config, process.env)
  onClose((await serveMetrics('gateway', config, log)).close)
  onClose((await startTracing('gateway', config, log)).close)
  const deps = await openDeps(config, log)
  onClose(deps.close)
  const app = await createApp(config, deps)
  onClose(() => leave(app, config.LEAVE_NOTICE_MS))
  await app.listen({
    host: await bindable(config.HOST, log),
    port: config.PORT,
    ...(config.PORT_SHARED && { reusePort: true }),
  })
})
