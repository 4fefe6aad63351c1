// The secrets of a deployment, in files that only their owner can read:
//   node scripts/secrets.mjs compose      secrets/ for docker-compose.yml; with a folder behind it, for a deployment there
//   node scripts/secrets.mjs kubernetes   k8s/overlays/dev/secrets/ for the dev overlay
// What is there stays; what is missing is added, so that every upgrade may run this again. For Compose, what the environment or .env
// sets wins, as in older deployments, which had all of them there; and secrets that `npm start` has made before are taken over from
// DATA_DIR/secrets.json, so that both fit their data.
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A sentence for the operator. */
class Fault extends Error {}

const callers = process.cwd()
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

const composeHead = `# Read by docker-compose.yml and by npm start; docs/settings.md lists what may stand here.
# Secrets of Compose are files of the folder secrets; one that is set here replaces its file when
# node scripts/secrets.mjs compose runs. In single quotes it may hold any characters ('p@ss/w#rd$1').
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
const databasePasswords = (services) =>
  services.filter(([, { database }]) => database).map(([name]) => databasePassword(name))

const tell = (text) => process.stdout.write(`${text}\n`)

/** The value of a name in .env as Compose reads it, which puts other settings in the place of `$NAME` outside single quotes. */
function composeValue(text, name) {
  const value = lineOf(name).exec(text)?.[2]?.trim() ?? ''
  const single = /^'([^']*)'/.exec(value)
  if (single) return single[1] || undefined
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(value)
  const raw = double ? double[1].replace(/\\(["\\$])/g, '$1') : value.replace(/^#.*|[ \t]+#.*$/, '')
  if (/\$(?=[\w{])/.test(raw.replaceAll('$$', '')))
    throw new Fault(
      `${name} in .env has a $ outside single quotes, where Compose puts another setting in its place: ` +
        'put single quotes around the value that is meant.',
    )
  return raw.replaceAll('$$', '$') || undefined
}

/** Proxies are known by their names in small letters too, which win. */
const namesOf = (name) => (name.endsWith('_PROXY') ? [name.toLowerCase(), name] : [name])

/** What the environment or .env sets, in the order in which Compose asks them. */
function setOutside(name, text) {
  for (const one of namesOf(name)) {
    const value = process.env[one]?.trim() || composeValue(text, one)
    if (value) return value
  }
  return undefined
}

/** What stands in a secret's file; undefined when it is not there, or empty. */
const kept = (file) => read(file)?.replace(/\r?\n$/, '') || undefined

/**
 * Writes a secret: never half a file. The folder is its owner's alone; the file can be read by the user of a container, which sees
 * nothing else of the folder.
 */
function keep(file, value) {
  try {
    writeFileSync(`${file}.new`, value, { mode: 0o644 })
    chmodSync(`${file}.new`, 0o644)
    renameSync(`${file}.new`, file)
  } catch (error) {
    throw new Fault(`${file} cannot be written: ${error.message}.`)
  }
}

function compose(services, declared) {
  const dotEnv = read('.env')
  const text = dotEnv ?? ''
  const dataDir = process.env.DATA_DIR || valueIn(text, 'DATA_DIR') || '.data'
  const ofStart = readJson(`${dataDir}/secrets.json`) ?? {}
  const takenOver = (name) =>
    ofStart[name.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase())]
  const made = Object.assign({}, ...services.map(([, service]) => secretsOf(service)))
  const given = (name) => (name in made ? (takenOver(name) ?? made[name]) : generated(name))
  const folder = process.env.SECRETS_DIR || valueIn(text, 'SECRETS_DIR') || 'secrets'
  // Judged before anything is written.
  const values = declared.map((name) => [name, setOutside(name, text), kept(join(folder, name))])
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
  } catch (error) {
    throw new Fault(`${folder} cannot be made: ${error.message}.`)
  }
  const [added, changed] = [[], []]
  for (const [name, outside, before] of values) {
    const file = join(folder, name)
    const value = outside ?? before ?? given(name)
    if (value === (before ?? (existsSync(file) ? '' : undefined))) continue
    keep(file, value)
    if (value) (before === undefined ? added : changed).push(name)
  }
  if (dotEnv === undefined) complete('.env', {}, composeHead)
  const done = [
    ...(added.length > 0 ? [`${folder} is completed with ${added.join(', ')}`] : []),
    ...(changed.length > 0 ? [`changed after .env or the environment: ${changed.join(', ')}`] : []),
  ]
  const name = valueIn(text, 'ADMIN_USERNAME') ?? 'admin'
  tell(
    `${done.join('; ') || `${folder} is complete, and stays as it is`}. ` +
      `The administrator is ${name}, with the password in ${join(folder, 'ADMIN_PASSWORD')}.`,
  )
}

/** Passwords between containers are made; the key of the demo model is any; others come from elsewhere, and are empty until then. */
function generated(name) {
  if (name === 'LLM_API_KEY') return beside.chat.LLM_API_KEY
  return /^(POSTGRES|REDIS|(DATABASE|NATS)_PASSWORD)_/.test(name) ? password() : ''
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
    ...Object.fromEntries(services.map(([name]) => [natsPassword(name), password()])),
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

/** A folder as its caller names it, made if it is not there. */
function folderOf(name) {
  const folder = resolve(callers, name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** The secrets that docker-compose.yml wants a file for. */
const declaredIn = (text) =>
  [...text.matchAll(/^ {2}(\w+): \{ file: "\$\{SECRETS_DIR:-\.\/secrets\}\/\1" \}$/gm)].map(
    ([, name]) => name,
  )

const target = { compose, kubernetes }[process.argv[2]]
try {
  if (!target) throw new Fault('Usage: node scripts/secrets.mjs compose [folder]|kubernetes')
  const list = 'packages/contracts/src/services.json'
  const services = readJson(list)
  if (!services) throw new Fault(`${list} is not there.`)
  const declared = declaredIn(read('docker-compose.yml') ?? '')
  if (target === compose && declared.length === 0) throw new Fault('docker-compose.yml declares no secrets.')
  // A deployment's own folder, which has no checkout in it.
  if (target === compose && process.argv[3]) process.chdir(folderOf(process.argv[3]))
  target(Object.entries(services), declared)
} catch (error) {
  process.stderr.write(`${error instanceof Fault || error.code ? error.message : error.stack}\n`)
  process.exitCode = target ? 1 : 2
}
