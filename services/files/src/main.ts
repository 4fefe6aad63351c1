import { constants, setPriority } from 'node:os'
import { leave } from '@lingzhi/http/leave'
import { serveMetrics } from '@lingzhi/metrics/serve-metrics'
import { bindable } from '@lingzhi/runtime/bindable'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { runService } from '@lingzhi/runtime/run-service'
import { startTracing } from '@lingzhi/tracing/start-tracing'
import { createApp } from './app.ts'
import { Config } from './config.ts'
import { openDeps } from './deps.ts'
import { workFiles } from './inspection/work-files.ts'
import { listenForFacts } from './listen.ts'
import { sweepRegularly } from './removal/sweep.ts'
import { serveFiles } from './serve.ts'

// Decoding is batch work: where processor time is short, services that people wait for go first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

await runService('files', process.env, async ({ log, onClose }) => {
  const config = loadConfig(Config, process.env)
  onClose((await serveMetrics('files', config, log)).close)
  onClose((await startTracing('files', config, log)).close)
  const deps = await openDeps(config, log)
  onClose(deps.close)
  for (const serving of serveFiles(deps, config)) onClose(serving.close)
  for (const consumption of await listenForFacts(deps)) onClose(consumption.close)
  const app = await createApp(config, deps)
  onClose(() => leave(app))
  onClose(sweepRegularly(deps, config).close)
  onClose((await workFiles(deps, config)).close)
  await app.listen({ host: await bindable(config.HOST, log), port: config.PORT })
})
