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
import { workImports } from './imports/jobs/work-imports.ts'
import { sweepRegularly } from './jobs/sweep.ts'
import { workJobs } from './jobs/work-jobs.ts'
import { listenForFacts } from './listen.ts'

// Batch work: where processor time is short, services that people wait for go first. Lowering needs no privilege.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

await runService('export', process.env, async ({ log, onClose }) => {
  const config = loadConfig(Config, process.env)
  onClose((await serveMetrics('export', config, log)).close)
  onClose((await startTracing('export', config, log)).close)
  const deps = await openDeps(config, log)
  onClose(deps.close)
  for (const consumption of await listenForFacts(deps)) onClose(consumption.close)
  const app = await createApp(config, deps)
  onClose(() => leave(app))
  onClose(sweepRegularly(deps, config).close)
  onClose((await workJobs(deps, config)).close)
  onClose((await workImports(deps, config)).close)
  await app.listen({ host: await bindable(config.HOST, log), port: config.PORT })
})
