// Fresh secrets for a deployment, each file readable by its owner only, none ever overwritten:
//   node scripts/secrets.mjs compose      writes .env for docker-compose.yml
//   node scripts/secrets.mjs kubernetes   writes k8s/overlays/dev/secrets/ for the dev overlay
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'

const password = () => randomBytes(24).toString('hex')
const key = () => randomBytes(32).toString('base64')
const write = (file, settings) => {
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(file, text.join(''), { mode: 0o600, flag: 'wx' })
}

function compose() {
  write('.env', {
    POSTGRES_PASSWORD: password(),
    SERVICE_DB_PASSWORD: password(),
    REDIS_PASSWORD: password(),
    NATS_PASSWORD: password(),
    AUTH_ENCRYPTION_KEY: key(),
    EXPORT_LINK_SECRET: key(),
    ADMIN_USERNAME: 'admin',
    ADMIN_PASSWORD: password(),
  })
}

function kubernetes() {
  const folder = 'k8s/overlays/dev/secrets'
  const databasePassword = password()
  const database = (service) => ({
    DATABASE_URL: `postgres://lingzhi_${service}:${databasePassword}@postgres:5432/lingzhi_${service}`,
  })
  mkdirSync(folder, { recursive: true })
  write(`${folder}/lingzhi.env`, { NATS_URL: 'nats://nats:4222', REDIS_URL: 'redis://redis:6379' })
  write(`${folder}/infrastructure.env`, {
    POSTGRES_USER: 'postgres',
    POSTGRES_PASSWORD: password(),
    SERVICE_DB_PASSWORD: databasePassword,
  })
  const admin = { ADMIN_USERNAME: 'admin', ADMIN_PASSWORD: password() }
  write(`${folder}/auth.env`, { ...database('auth'), AUTH_ENCRYPTION_KEY: key(), ...admin })
  const model = { LLM_BASE_URL: 'http://demo-model:8080/v1', LLM_API_KEY: 'demo', LLM_MODEL: 'lingzhi-demo' }
  write(`${folder}/chat.env`, { ...database('chat'), ...model })
  write(`${folder}/checkin.env`, database('checkin'))
  write(`${folder}/export.env`, { ...database('export'), EXPORT_LINK_SECRET: key() })
  // kustomize reads no file outside its folder.
  copyFileSync('docker/create-databases.sh', `${folder}/create-databases.sh`)
}

const targets = { compose, kubernetes }
const target = targets[process.argv[2]]
if (target) target()
else {
  process.stderr.write('Usage: node scripts/secrets.mjs compose|kubernetes\n')
  process.exitCode = 2
}
