import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import t from 'tap'

const code = `
  import { Type } from '${import.meta.resolve('typebox')}'
  import { loadConfig } from '${new URL('load-config.ts', import.meta.url)}'
  import { runService } from '${new URL('run-service.ts', import.meta.url)}'
  import { logSettings, timeZoneSettings } from '${new URL('settings.ts', import.meta.url)}'
  const Config = Type.Object({ ...logSettings, ...timeZoneSettings })
  await runService('sample', process.env, async ({ log }) => {
    loadConfig(Config, process.env)
    log.debug('at work')
    process.kill(process.pid, 'SIGTERM')
  })`

async function run(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [written, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { written, exitCode }
}

t.test(
  'a log level that does not exist is reported with the other faults, and without its value',
  async (t) => {
    const { written, exitCode } = await run({ LOG_LEVEL: 'verbose', TIMEZONE: 'Mars' })
    t.equal(exitCode, 1)
    t.match(written, /LOG_LEVEL: must be one of trace, debug.*TIMEZONE: must be an IANA time zone/)
    t.notMatch(written, /verbose|Mars|"stack"/)
  },
)

t.test('the log level decides what is written', async (t) => {
  t.match(await run({ LOG_LEVEL: 'debug' }), { written: /at work/, exitCode: 0 })
  t.match(await run({ LOG_LEVEL: 'silent' }), { written: /^$/, exitCode: 0 })
})
