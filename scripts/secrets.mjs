// The secrets of a deployment, in files that only their owner can read:
//   node scripts/secrets.mjs compose      .env for docker-compose.yml
//   node scripts/secrets.mjs kubernetes   k8s/overlays/dev/secrets/ for the dev overlay
// What a file already sets stays; what it lacks is added, so that every upgrade may run this again. `npm start` reads the same
// .env: secrets that it has made before are taken over from DATA_DIR/secrets.json, so that both fit their data.
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A sentence for the operator. */
class Fault extends Error {}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const password = () => randomBytes(24).toString('hex')
const generators = { password, key: () => randomBytes(32).toString('base64') }
const secretsOf = ({ secrets, optionalSecrets }) =>
  Object.fromEntries(
    Object.entries({ ...secrets, ...optionalSecrets }).map(([name, kind]) => [name, generators[kind]()]),
  )

/** What is no secret, and yet set with them in Kubernetes; docker-compose.yml has these as its defaults. */
const beside = {
  auth: { ADMIN_USERNAME: 'admin' },
  chat: { LLM_BASE_URL: 'http://demo-model:8080/v1', LLM_API_KEY: 'demo', LLM_MODEL: 'lingzhi-demo' },
}

const composeHead = `# Read by docker-compose.yml and by npm start; docs/settings.md lists what else may stand here.
# A password of your own may hold any characters: put single quotes around one with $, # or a space ('p@ss/w#rd$1'),
# because Compose replaces $NAME elsewhere. PostgreSQL keeps POSTGRES_PASSWORD from its first start on.
`

/** The text of a file, undefined if there is none. */
function read(file) {
  let bytes
  try {
    bytes = readFileSync(file)
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw new Fault(`${file} cannot be read: ${error.message}.`)
  }
  if (bytes.includes(0))
    throw new Fault(`${file} is in UTF-16, which Compose does not read: save it as UTF-8.`)
  return bytes.toString()
}

function readJson(file) {
  const text = read(file)
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch (error) {
    throw new Fault(`${file} cannot be read: ${error.message}.`)
  }
}

const lineOf = (name) =>
  new RegExp(`^(\\uFEFF?[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*[=:])[ \\t]*([^\\r\\n]*)`, 'm')

/** The value of a name in the text of such a file; undefined when it is not set, or to nothing. */
function valueIn(text, name) {
  const value = lineOf(name).exec(text)?.[2]?.trim() ?? ''
  const bare = value.replace(/^(['"])(.*)\1$/, '$2')
  return bare === '' || bare.startsWith('#') ? undefined : bare
}

/** Adds to a file the settings that it lacks, and returns their names. */
function complete(file, settings, head = '') {
  const before = read(file)
  let text = before ?? head
  const added = Object.entries(settings).filter(([name]) => valueIn(text, name) === undefined)
  if (before !== undefined && added.length === 0) return []
  for (const [name, value] of added) {
    if (lineOf(name).test(text)) text = text.replace(lineOf(name), (_, start) => start + value)
    else text += `${text === '' || text.endsWith('\n') ? '' : '\n'}${name}=${value}\n`
  }
  try {
    // Through a link to where the file is; and never half a file.
    const place = before === undefined ? file : realpathSync(file)
    writeFileSync(`${place}.new`, text, { mode: 0o600 })
    chmodSync(`${place}.new`, 0o600)
    renameSync(`${place}.new`, place)
  } catch (error) {
    throw new Fault(`${file} cannot be written: ${error.message}.`)
  }
  return added.map(([name]) => name)
}

const natsPassword = (name) => `NATS_PASSWORD_${name.toUpperCase()}`
const databasePassword = (name) => `DATABASE_PASSWORD_${name.toUpperCase()}`
const natsPasswords = (services) => services.map(([name]) => natsPassword(name))
const databasePasswords = (services) =>
  services.filter(([, { database }]) => database).map(([name]) => databasePassword(name))

const tell = (text) => process.stdout.write(`${text}\n`)

function compose(services) {
  const existing = read('.env')
  const dataDir = process.env.DATA_DIR || valueIn(existing ?? '', 'DATA_DIR') || '.data'
  const kept = readJson(`${dataDir}/secrets.json`) ?? {}
  const takenOver = (name) => kept[name.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase())]
  const secrets = Object.assign({}, ...services.map(([, service]) => secretsOf(service)))
  for (const name of Object.keys(secrets)) secrets[name] = takenOver(name) ?? secrets[name]
  const infrastructure = [
    'POSTGRES_PASSWORD',
    'REDIS_PASSWORD',
    ...databasePasswords(services),
    ...natsPasswords(services),
  ]
  const settings = { ...Object.fromEntries(infrastructure.map((name) => [name, password()])), ...secrets }
  const added = complete('.env', settings, composeHead)
  const done =
    existing === undefined
      ? '.env is written'
      : added.length > 0
        ? `.env is completed with ${added.join(', ')}; the rest stays as it was`
        : '.env is complete, and stays as it is'
  const name = valueIn(read('.env'), 'ADMIN_USERNAME') ?? 'admin'
  tell(`${done}. The administrator is ${name}, with the password that ADMIN_PASSWORD has there.`)
}

function kubernetes(services) {
  const folder = 'k8s/overlays/dev/secrets'
  mkdirSync(folder, { recursive: true })
  const added = []
  const add = (file, settings) => added.push(...complete(`${folder}/${file}`, settings))
  add('lingzhi.env', { REDIS_URL: 'redis://redis:6379' })
  const infrastructure = `${folder}/infrastructure.env`
  // What older deployments have for all databases: PostgreSQL keeps the passwords of its first start.
  const shared = valueIn(read(infrastructure) ?? '', 'SERVICE_DB_PASSWORD')
  add('infrastructure.env', {
    POSTGRES_USER: 'postgres',
    POSTGRES_PASSWORD: password(),
    REDIS_PASSWORD: password(),
    ...Object.fromEntries(databasePasswords(services).map((name) => [name, shared ?? password()])),
    ...Object.fromEntries(natsPasswords(services).map((name) => [name, password()])),
  })
  const made = (name) => valueIn(read(infrastructure), name)
  for (const [name, service] of services) {
    const database = {
      DATABASE_URL: `postgres://lingzhi_${name}:${made(databasePassword(name))}@postgres:5432/lingzhi_${name}`,
    }
    add(`${name}.env`, {
      NATS_URL: `nats://${name}:${made(natsPassword(name))}@nats:4222`,
      ...(service.redis && { REDIS_PASSWORD: made('REDIS_PASSWORD') }),
      ...(service.database && database),
      ...secretsOf(service),
      ...beside[name],
    })
  }
  // kustomize reads no file outside its folder.
  for (const script of ['create-databases.sh', 'start-nats.sh', 'start-redis.sh'])
    copyFileSync(`docker/${script}`, `${folder}/${script}`)
  tell(
    `${folder} is ${added.length > 0 ? 'complete now' : 'complete, and stays as it is'}. ` +
      'The administrator is admin, with the password that ADMIN_PASSWORD has in auth.env there.',
  )
}

const target = { compose, kubernetes }[process.argv[2]]
try {
  if (!target) throw new Fault('Usage: node scripts/secrets.mjs compose|kubernetes')
  const list = 'packages/contracts/src/services.json'
  const services = readJson(list)
  if (!services) throw new Fault(`${list} is not there.`)
  target(Object.entries(services))
} catch (error) {
  process.stderr.write(`${error instanceof Fault || error.code ? error.message : error.stack}\n`)
  process.exitCode = target ? 1 : 2
}
