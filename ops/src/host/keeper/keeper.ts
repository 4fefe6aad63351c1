// The supervisor of a host without systemd: node ops/src/host/keeper/keeper.ts <data directory>. It holds the private servers
// and the units it is asked for, starts again what ends, and knows nothing of releases, so that it stays through deployments.
import { readDotEnv, withDotEnv } from '@lingzhi/stack/environment/dot-env'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { openLogFile } from '@lingzhi/stack/processes/log-file'
import { layoutOf } from '../layout.ts'
import { keepUnits } from './keep-units.ts'
import { serveControl } from './serve-control.ts'

const [root, dataDir] = process.argv.slice(2) as [string, string]
const env = withDotEnv(process.env, readDotEnv(`${root}/.env`))
// What it starts gets the environment of its unit; a forked process would inherit the rest of this one.
const own = systemEnvironment(process.env)
for (const name of Object.keys(process.env)) if (own[name] === undefined) delete process.env[name]

const layout = layoutOf(root, dataDir)
const log = openLogFile(layout.keeperLog)
const note = (line: string) => log(`${new Date().toISOString()} ${line}`)
const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort())
process.on('SIGHUP', () => {})

try {
  const keeper = await keepUnits({ env, dataDir, layout, note, signal: stopping.signal })
  const control = await serveControl(layout.socket, keeper, stopping)
  note('keeping')
  await new Promise<void>((resolve) => {
    const awake = setInterval(() => {}, 60_000)
    const end = () => {
      clearInterval(awake)
      resolve()
    }
    if (stopping.signal.aborted) end()
    else stopping.signal.addEventListener('abort', end)
  })
  note('stopping')
  control.close()
  await keeper.close()
  note('stopped')
} catch (error) {
  note(`could not keep: ${(error as Error).message}`)
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
