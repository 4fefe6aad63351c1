// `npm test [-- files, folders or tap options]`: every *.test.ts on real, private infrastructure.

import { Fault } from '@lingzhi/stack/fault'
import { openTestInfrastructure } from '@lingzhi/stack/infrastructure/open-test-infrastructure'
import { repeatFailures, summary } from './test/results.ts'
import { runTap } from './test/run-tap.ts'
import { selectFiles } from './test/select-files.ts'

const stopping = new AbortController()
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
  process.on(event, () => stopping.abort())
}

try {
  const { files, options } = selectFiles(process.argv.slice(2))
  const infrastructure = await openTestInfrastructure(process.env)
  try {
    const results = await runTap([...options, ...files], infrastructure.env, stopping.signal)
    process.exitCode = results.failed > 0 || stopping.signal.aborted ? 1 : 0
    process.stdout.write(`${repeatFailures(results)}\n${summary(results)}\n`)
  } finally {
    await infrastructure.close()
  }
} catch (error) {
  process.stderr.write(`${error instanceof Fault ? error.message : (error as Error).stack}\n`)
  process.stdout.write('0 passed, 1 failed\n')
  process.exitCode = 1
}
if (process.connected) process.disconnect()
