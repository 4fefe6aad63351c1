import { writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { openSecrets } from '../infrastructure/secrets.ts'
import { createEnvironments } from './environments.ts'
import { planProcesses } from './plan.ts'
import { readSettings } from './settings.ts'

const person = {
  LLM_BASE_URL: 'http://model',
  LLM_API_KEY: 'key',
  CHECKIN_TIMEZONE: 'UTC',
  DATABASE_URL: 'postgres://admin',
}

async function environments(t: Test, env: NodeJS.ProcessEnv, scale: string[] = []) {
  t.intercept(process, 'env', { value: env })
  const settings = readSettings(scale, env)
  return createEnvironments({
    settings,
    secrets: openSecrets(t.testdir()),
    infrastructure: {
      databaseUrl: 'postgres://admin',
      redisUrl: 'redis://r',
      natsUrl: 'nats://n',
      servers: [],
      stop: async () => {},
    },
    databases: { auth: 'postgres://auth', chat: 'postgres://chat' },
    plan: await planProcesses(settings, 8080),
  })
}

t.test('a secret reaches the service that needs it and no other', async (t) => {
  const { environmentOf } = await environments(t, person)
  t.equal(environmentOf('chat').LLM_API_KEY, 'key')
  t.equal(environmentOf('gateway').LLM_API_KEY, undefined)
  t.equal(environmentOf('gateway').DATABASE_URL, undefined)
  t.equal(environmentOf('auth').DATABASE_URL, 'postgres://auth')
  t.equal(environmentOf('chat').ADMIN_PASSWORD, undefined)
  t.equal(Buffer.from(environmentOf('auth').AUTH_ENCRYPTION_KEY!, 'base64').length, 32)
  t.equal(environmentOf('checkin').CHECKIN_TIMEZONE, 'UTC')
})

t.test('the gateway knows every replica, chat the demo model', async (t) => {
  const { environmentOf } = await environments(t, {}, ['--scale', 'chat=2'])
  t.equal(environmentOf('gateway').CHAT_URL!.split(',').length, 2)
  t.match(environmentOf('chat'), {
    LLM_BASE_URL: /^http:\/\/127\.0\.0\.1:\d+\/v1$/,
    LLM_MODEL: 'lingzhi-demo',
  })
})

t.test('a list of providers replaces the demo model, and its keys reach chat alone', async (t) => {
  const list = JSON.stringify([{ name: 'a', base_url: 'http://a', models: ['m'], api_key_variable: 'A_KEY' }])
  const file = `${t.testdirName}/providers.json`
  const settings = [{ LLM_PROVIDERS: list }, { LLM_PROVIDERS_FILE: file }]
  for (const setting of settings) {
    const { environmentOf } = await environments(t, { ...setting, A_KEY: 'secret' })
    writeFileSync(file, list)
    t.equal(environmentOf('chat').A_KEY, 'secret')
    t.match(environmentOf('chat'), setting)
    t.equal(environmentOf('chat').LLM_BASE_URL, undefined, 'no demo model')
    for (const program of ['gateway', 'auth', 'checkin', 'export'] as const) {
      t.equal(environmentOf(program).A_KEY, undefined, program)
    }
  }
  const { environmentOf } = await environments(t, { LLM_PROVIDERS: 'not a list' })
  t.equal(environmentOf('chat').LLM_PROVIDERS, 'not a list', 'chat says what is wrong with it')
})

t.test('links begin with the gateway’s address unless another is given', async (t) => {
  const { environmentOf } = await environments(t, {})
  for (const program of ['auth', 'export'] as const) {
    t.equal(environmentOf(program).PUBLIC_URL, 'http://127.0.0.1:8080', program)
  }
  const given = await environments(t, { PUBLIC_URL: 'https://lingzhi.example' })
  t.equal(given.environmentOf('auth').PUBLIC_URL, 'https://lingzhi.example')
})
