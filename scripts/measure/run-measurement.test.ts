import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'

t.test('a measurement gets its servers and none of the secrets of the shell', async (t) => {
  const runner = new URL('./run-measurement.ts', import.meta.url).href
  const folder = t.testdir({
    'print.ts': 'console.log(JSON.stringify(process.env))',
    'run.mjs': `import { runMeasurement } from '${runner}'; await runMeasurement('bench', import.meta.dirname)`,
  })
  const secrets = {
    SIGNING_SECRETS: 'a secret',
    SMTP_PASSWORD: 'a secret',
    EXPORT_S3_SECRET_KEY: 'a secret',
    AWS_SECRET_ACCESS_KEY: 'a secret',
    LLM_API_KEY: 'a secret',
  }
  const env = { ...process.env, ...secrets, TEST_LOG: 'error' }
  const { stdout } = await promisify(execFile)(process.execPath, [`${folder}/run.mjs`, 'print'], {
    env,
    timeout: 60_000,
  })
  const given: Record<string, string> = JSON.parse(stdout.slice(stdout.indexOf('{')))
  t.notMatch(stdout, /a secret/)
  t.match(given, { PATH: String, TEST_DATABASE_URL: /^postgres/, TEST_NATS_URL: /^nats/, TEST_LOG: 'error' })
})
