// `npm run admin [-- [--promote] <name>]`: creates an administrator on the running platform, or lets one back in with the
// password ADMIN_PASSWORD or a new one that is printed once, and puts out everybody else. --promote takes another user.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDotEnv, withDotEnv } from '@lingzhi/stack/environment/dot-env'
import { limitEnvironment } from '@lingzhi/stack/environment/limit-environment'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { pick } from '@lingzhi/stack/environment/system'
import { Fault } from '@lingzhi/stack/fault'
import { databaseUrl } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { configFile } from '@lingzhi/stack/platform/programs'
import { readSettings } from '@lingzhi/stack/platform/settings'
import { changeStackAdmin } from '@lingzhi/stack/platform/stack-file'
import type { TObject } from 'typebox'

const missing = () => {
  throw new Fault('There is no platform in this DATA_DIR yet: npm start first.')
}

/** The given PostgreSQL, or the private one of the running platform. */
function serverUrl(dataDir: string, given: string | undefined): string {
  if (given) return given
  const file = join(dataDir, 'stack.json')
  if (!existsSync(file)) throw new Fault(`The platform of ${dataDir} is not running: npm start first.`)
  const { processes } = JSON.parse(readFileSync(file, 'utf8')) as {
    processes: { name: string; port: number }[]
  }
  const port = processes.find(({ name }) => name === 'postgres')?.port
  return `postgresql://127.0.0.1:${port}`
}

async function run(): Promise<number> {
  const env = withDotEnv(process.env, readDotEnv('.env'))
  const { dataDir, databasePrefix } = readSettings([], env)
  const secrets = openSecrets(dataDir)
  const database = `${databasePrefix}auth`
  const server = serverUrl(dataDir, settingOf(env, 'DATABASE_URL'))
  const { AdminConfig } = (await import(configFile('auth'))) as { AdminConfig: TObject }
  const limited = limitEnvironment(env, AdminConfig, {
    decided: {
      AUTH_ENCRYPTION_KEY: settingOf(env, 'AUTH_ENCRYPTION_KEY') ?? secrets.get('authEncryptionKey', missing),
      DATABASE_URL: databaseUrl(server, database, secrets.get(`databasePassword.${database}`, missing)),
    },
  })
  const first = settingOf(env, 'ADMIN_USERNAME') ?? 'admin'
  const given = process.argv.slice(2)
  const username = given.find((argument) => !argument.startsWith('-')) ?? first
  const own = { ...limited, ...pick(env, ['LOG_LEVEL']) }
  const options = given.filter((argument) => argument.startsWith('-'))
  const command = ['services/auth/src/admin.ts', ...options, username]
  const child = spawn(process.execPath, command, { env: own, stdio: ['inherit', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
    process.stdout.write(text)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) return code ?? 1
  if (username === first) {
    // The account that the next start and the other commands know: they must not go on with the password it had.
    const generated = /^password: (.+)$/m.exec(printed)?.[1]
    if (generated) secrets.set('adminPassword', generated)
    changeStackAdmin(dataDir, { username, password: generated ?? settingOf(env, 'ADMIN_PASSWORD') })
  }
  return 0
}

try {
  process.exitCode = await run()
} catch (error) {
  process.stderr.write(`${error instanceof Fault ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
}
if (process.connected) process.disconnect()
