import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDotEnv, withDotEnv } from '@lingzhi/stack/environment/dot-env'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { databaseUrl } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets, password } from '@lingzhi/stack/infrastructure/secrets'
import { readSettings } from '@lingzhi/stack/platform/settings'
import type { StackAdmin } from '@lingzhi/stack/platform/stack-file'

interface Stack {
  gateway_url: string
  admin: StackAdmin
  processes: { name: string; port: number }[]
}

/** The platform that `npm start` runs here, as its launcher recorded it. A Fault when there is none. */
export function findRunningStack() {
  const env = withDotEnv(process.env, readDotEnv('.env'))
  const { dataDir, databasePrefix } = readSettings([], env)
  const file = join(dataDir, 'stack.json')
  if (!existsSync(file)) throw new Fault(`The platform of ${dataDir} is not running: npm start first.`)
  const stack = JSON.parse(readFileSync(file, 'utf8')) as Stack
  const { username, password: adminPassword } = stack.admin
  if (!adminPassword)
    throw new Fault(
      `The password of the administrator ${username} is not known here: npm run admin sets a new one.`,
    )
  const secrets = openSecrets(dataDir)
  const missing = () => {
    throw new Fault('This DATA_DIR has no secrets of a platform: npm start first.')
  }
  const port = stack.processes.find(({ name }) => name === 'postgres')?.port
  const server = settingOf(env, 'DATABASE_URL') ?? `postgresql://127.0.0.1:${port}`
  const database = `${databasePrefix}checkin`
  return {
    baseUrl: stack.gateway_url,
    admin: { username, password: adminPassword },
    checkinDatabase: databaseUrl(server, database, secrets.get(`databasePassword.${database}`, missing)),
    /** One for all demo people, generated once for this deployment, so that our sources do not reveal it. */
    demoPassword: secrets.get('demoPassword', password),
  }
}
