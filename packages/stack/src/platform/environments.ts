import { addressSetting, nodeOptions, services, upstreamNames } from '@lingzhi/contracts/services'
import { MigrationConfig } from '@lingzhi/db/settings'
import { limitEnvironment } from '../environment/limit-environment.ts'
import type { Schemas } from '../environment/schemas.ts'
import { isGiven, settingOf } from '../environment/setting-of.ts'
import { pick } from '../environment/system.ts'
import type { Infrastructure } from '../infrastructure/infrastructure.ts'
import { key32, password, type Secrets } from '../infrastructure/secrets.ts'
import { isPublic, type Planned } from './plan.ts'
import { type Program, youngMb } from './programs.ts'
import { providerKeyNames } from './provider-keys.ts'
import type { Settings } from './settings.ts'

type Parts = {
  env: NodeJS.ProcessEnv
  settings: Settings
  schemas: Schemas
  secrets: Secrets
  infrastructure: Infrastructure
  databases: Record<string, string>
  plan: Planned[]
  /** Where the console's build is, unless CONSOLE_DIR says otherwise. */
  consoleDir?: string
}

/** The addresses decided here hold theirs; those of the shell are the launcher's way in, and no service's business. */
const ownPasswords = { DATABASE_PASSWORD: '', REDIS_PASSWORD: '', NATS_PASSWORD: '' }

export type Environments = ReturnType<typeof createEnvironments>

/** The environment of every process: the settings it names, completed by what this run decides. */
export function createEnvironments(parts: Parts) {
  const { env, settings, schemas, secrets, infrastructure, databases, plan, consoleDir } = parts
  const addresses = (program: Program) =>
    plan
      .filter((one) => one.program === program)
      .map((one) => one.url)
      .join(',')
  const publicUrl = plan.find((one) => isPublic(one.program))?.url
  const generated = generateMissing(env, secrets)
  const admin = {
    generated: generated.ADMIN_PASSWORD !== undefined,
    username: settingOf(env, 'ADMIN_USERNAME') ?? 'admin',
    password: settingOf(env, 'ADMIN_PASSWORD') ?? generated.ADMIN_PASSWORD!,
  }
  const decidedFor = (program: Program) => ({
    HOST: isPublic(program) ? settings.host : '127.0.0.1',
    REDIS_URL: infrastructure.redisUrl,
    NATS_URL: program === 'demo-model' ? undefined : infrastructure.natsUrls[program],
    DATABASE_URL: databases[program],
    EXPORT_STORE_FOLDER: infrastructure.natsFolder,
    FILES_STORE_FOLDER: infrastructure.natsFolder,
    ...ownPasswords,
    ...Object.fromEntries(upstreamNames.map((name) => [addressSetting(name), addresses(name)])),
    ...(settings.demoModel && {
      LLM_BASE_URL: `${addresses('demo-model')}/v1`,
      LLM_API_KEY: 'demo',
      LLM_MODEL: 'lingzhi-demo',
    }),
  })
  const otherwise = {
    ...generated,
    ADMIN_USERNAME: admin.username,
    // The start of links in mails and exports, unless another is set.
    PUBLIC_URL: publicUrl,
    CONSOLE_DIR: consoleDir,
    // Ctrl-C leaves two seconds: one for answers to end by themselves, one to hand over the rest.
    DRAIN_MS: '1000',
  }

  function environmentOf(program: Program): NodeJS.ProcessEnv {
    const schema = schemas[program]
    const decided = decidedFor(program)
    return {
      ...('LLM_PROVIDERS' in schema.properties && pick(env, providerKeyNames(env))),
      ...limitEnvironment(env, schema, { decided, otherwise }),
      NODE_OPTIONS: env.NODE_OPTIONS ?? nodeOptions(youngMb(program)),
    }
  }
  /** Migrations get the address of one database and no other setting. */
  function migrationsOf(program: Program): NodeJS.ProcessEnv {
    return limitEnvironment(env, MigrationConfig, {
      decided: { DATABASE_URL: databases[program], ...ownPasswords },
    })
  }
  return { admin, environmentOf, migrationsOf }
}

/** The services' secrets that are not set: generated at the first start and kept since. */
function generateMissing(env: NodeJS.ProcessEnv, secrets: Secrets): Record<string, string> {
  const needed = Object.values(services).flatMap(({ secrets: needs, optionalSecrets }) =>
    Object.entries({ ...needs, ...optionalSecrets }),
  )
  const missing = needed.filter(([name]) => !isGiven(env, name))
  return Object.fromEntries(
    missing.map(([name, kind]) => [name, secrets.get(storedAs(name), kind === 'key' ? key32 : password)]),
  )
}

/** A secret's name in secrets.json: EXPORT_LINK_SECRET is exportLinkSecret there. */
export function storedAs(setting: string): string {
  return setting.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
