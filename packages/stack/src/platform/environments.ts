import type { Infrastructure } from '../infrastructure/infrastructure.ts'
import { key32, password, type Secrets } from '../infrastructure/secrets.ts'
import type { Planned, Program } from './plan.ts'
import { providerKeyNames } from './provider-keys.ts'
import type { Settings } from './settings.ts'

type Parts = {
  settings: Settings
  secrets: Secrets
  infrastructure: Infrastructure
  databases: Record<string, string>
  plan: Planned[]
}

export type Environments = ReturnType<typeof createEnvironments>

/** Settings that are somebody's secret are given to the program that needs them and to no other. */
const ownedBy: Record<string, Program | 'launcher'> = {
  DATABASE_URL: 'launcher',
  ADMIN_PASSWORD: 'auth',
  AUTH_ENCRYPTION_KEY: 'auth',
  EXPORT_LINK_SECRET: 'export',
  LLM_API_KEY: 'chat',
  LLM_PROVIDERS: 'chat',
}

/** The environment of every program: what the person set, completed by what this run decides. */
export function createEnvironments({ settings, secrets, infrastructure, databases, plan }: Parts) {
  const admin = {
    username: process.env.ADMIN_USERNAME || 'admin',
    password: process.env.ADMIN_PASSWORD || secrets.get('adminPassword', password),
  }
  const addresses = (program: Program) =>
    plan
      .filter((one) => one.program === program)
      .map((one) => one.url)
      .join(',')
  // What links in mails and exports begin with, unless the person knows a better name for this place.
  const publicUrl = { PUBLIC_URL: process.env.PUBLIC_URL || addresses('gateway') }
  const own: Record<Program, () => NodeJS.ProcessEnv> = {
    gateway: () => ({
      HOST: settings.host,
      AUTH_URL: addresses('auth'),
      CHAT_URL: addresses('chat'),
      CHECKIN_URL: addresses('checkin'),
      EXPORT_URL: addresses('export'),
    }),
    auth: () => ({
      ...publicUrl,
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      AUTH_ENCRYPTION_KEY: process.env.AUTH_ENCRYPTION_KEY || secrets.get('authEncryptionKey', key32),
    }),
    chat: () => ({
      // Ctrl-C leaves two seconds: answers that end by themselves get the first, handing over the rest has the second.
      DRAIN_MS: process.env.DRAIN_MS || '1000',
      ...(settings.demoModel && {
        LLM_BASE_URL: `${addresses('demo-model')}/v1`,
        LLM_API_KEY: 'demo',
        LLM_MODEL: 'lingzhi-demo',
      }),
    }),
    checkin: () => ({}),
    export: () => ({
      ...publicUrl,
      EXPORT_LINK_SECRET: process.env.EXPORT_LINK_SECRET || secrets.get('exportLinkSecret', key32),
    }),
    'demo-model': () => ({}),
  }
  function environmentOf(program: Program): NodeJS.ProcessEnv {
    return {
      ...inherited(program),
      NODE_OPTIONS: process.env.NODE_OPTIONS ?? `--max-semi-space-size=${youngMb(program)}`,
      HOST: '127.0.0.1',
      REDIS_URL: infrastructure.redisUrl,
      NATS_URL: infrastructure.natsUrl,
      ...(databases[program] ? { DATABASE_URL: databases[program] } : {}),
      ...own[program](),
    }
  }
  return { admin, environmentOf }
}

/**
 * The young generation, in MB, as containers have it. A small one lets buffers of streams die in cheap collections and
 * an idle service hold less garbage; the gateway and chat, with many short requests, would pay a fifth of their speed for it.
 */
export const youngMb = (program: string): number => ({ gateway: 8, chat: 16 })[program] ?? 2

function inherited(program: Program): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => !name.startsWith('npm_') && name !== 'INIT_CWD')
  const keys = Object.fromEntries(providerKeyNames(process.env).map((name) => [name, 'chat']))
  const owners: Record<string, string> = { ...keys, ...ownedBy }
  const allowed = names.filter((name) => (owners[name] ?? program) === program)
  return Object.fromEntries(allowed.map((name) => [name, process.env[name]]))
}
