// Fresh secrets for a deployment, each file readable by its owner only, none ever overwritten:
//   node scripts/secrets.mjs compose      writes .env for docker-compose.yml
//   node scripts/secrets.mjs kubernetes   writes k8s/overlays/dev/secrets/ for the dev overlay
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const list = new URL('../packages/contracts/src/services.json', import.meta.url)
const services = Object.entries(readList())
const password = () => randomBytes(24).toString('hex')
const generators = { password, key: () => randomBytes(32).toString('base64') }
const write = (file, settings, head = '') => {
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  try {
    writeFileSync(file, head + text.join(''), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    process.stderr.write(
      error.code === 'EEXIST'
        ? `${file} is there already and stays as it is. To get new secrets, move it away, and copy your settings into the new one.\n`
        : `${file} cannot be written: ${error.message}.\n`,
    )
    process.exit(1)
  }
}
function readList() {
  try {
    return JSON.parse(readFileSync(list, 'utf8'))
  } catch (error) {
    process.stderr.write(`packages/contracts/src/services.json cannot be read: ${error.message}.\n`)
    process.exit(1)
  }
}
const secretsOf = ({ secrets }) =>
  Object.fromEntries(Object.entries(secrets).map(([name, kind]) => [name, generators[kind]()]))

/** What is no secret, and yet set with them. */
const beside = {
  auth: { ADMIN_USERNAME: 'admin' },
  chat: { LLM_BASE_URL: 'http://demo-model:8080/v1', LLM_API_KEY: 'demo', LLM_MODEL: 'lingzhi-demo' },
}

const composeHead = `# Read by docker-compose.yml; docs/settings.md lists what else may stand here.
# A password of your own may hold any characters: put single quotes around one with $, # or a space ('p@ss/w#rd$1'),
# because Compose replaces $NAME elsewhere. PostgreSQL keeps its passwords from its first start on.
`

function compose() {
  write(
    '.env',
    {
      POSTGRES_PASSWORD: password(),
      SERVICE_DB_PASSWORD: password(),
      REDIS_PASSWORD: password(),
      NATS_PASSWORD: password(),
      ...beside.auth,
      ...Object.assign({}, ...services.map(([, service]) => secretsOf(service))),
    },
    composeHead,
  )
}

function kubernetes() {
  const folder = 'k8s/overlays/dev/secrets'
  const databasePassword = password()
  mkdirSync(folder, { recursive: true })
  write(`${folder}/lingzhi.env`, { NATS_URL: 'nats://nats:4222', REDIS_URL: 'redis://redis:6379' })
  write(`${folder}/infrastructure.env`, {
    POSTGRES_USER: 'postgres',
    POSTGRES_PASSWORD: password(),
    SERVICE_DB_PASSWORD: databasePassword,
  })
  for (const [name, service] of services) {
    const database = {
      DATABASE_URL: `postgres://lingzhi_${name}:${databasePassword}@postgres:5432/lingzhi_${name}`,
    }
    const settings = { ...(service.database && database), ...secretsOf(service), ...beside[name] }
    if (Object.keys(settings).length > 0) write(`${folder}/${name}.env`, settings)
  }
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
