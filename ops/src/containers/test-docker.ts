import { openTestRoot } from '../run/test-root.ts'

/**
 * An engine that keeps containers in a file. A published port leads to the platform of the test by a process of its own, which
 * ends with its container. What it cannot show is that containers work: that was seen with Podman (docs/operations.md).
 */
const docker = `
const { spawn } = require('node:child_process')
const containers = (state.containers ??= {})
const values = (option) => args.flatMap((one, at) => one === option ? [args[at + 1]] : [])
const labelsIn = (list) => Object.fromEntries(list.map((one) => one.split('=')))
const named = (id) => containers[id] ?? Object.values(containers).find((one) => one.id === id)
const [first, second] = args
if (state.lost) { delete containers[state.lost]; delete state.lost }
if (first === 'compose' && args.includes('up')) {
  for (const name of ['postgres', 'redis', 'nats', 'gateway'])
    containers['p-' + name] = { id: 'p-' + name, running: true, image: name,
      labels: { 'com.docker.compose.project': 'lingzhi', 'com.docker.compose.service': name } }
} else if (first === 'compose' && args.includes('stop')) {
  for (const container of Object.values(containers)) if (container.id.startsWith('p-')) container.running = false
} else if (first === 'ps') {
  const wanted = labelsIn(values('--filter').map((one) => one.slice('label='.length)))
  print(Object.values(containers).filter(({ labels }) => Object.entries(wanted).every(([name, value]) => labels[name] === value))
    .map(({ id }) => id).join('\\n'))
} else if (first === 'inspect')
  print(JSON.stringify(args.slice(3).map(named).map(({ id, image, running, labels }) => ({ Id: id, Name: '/' + id, Image: image,
    State: { Running: running }, Config: { Labels: labels }, NetworkSettings: { Networks: { http: { IPAddress: '10.0.0.1' } } } }))))
else if (first === 'image' && second === 'inspect') {
  const [, tag] = args.at(-1).split(':')
  state.images?.includes(args.at(-1)) ? print('sha256:' + Buffer.from(args.at(-1)).toString('hex').slice(-20)) : fail('no such image')
} else if (first === 'build') (state.images ??= []).push(values('--tag')[0])
else if (first === 'create') {
  const id = values('--name')[0]
  const image = args.find((one) => one.startsWith('sha256:')) ?? 'other'
  containers[id] = { id, image, running: false, labels: labelsIn(values('--label')), publish: values('--publish')[0] }
} else if (first === 'start') {
  const container = named(second)
  container.running = true
  const port = container.publish?.split(':')[1]
  if (port) {
    const relay = "require('net').createServer((one) => one.on('error', () => {}).pipe(require('net').connect(" + process.env.PLATFORM_PORT +
      ", '127.0.0.1')).on('error', () => {}).pipe(one)).listen(" + port + ", '127.0.0.1')"
    const child = spawn(process.execPath, ['-e', relay], { detached: true, stdio: 'ignore' })
    child.unref()
    container.pid = child.pid
  }
} else if (first === 'stop' || first === 'rm') {
  const container = named(args.at(-1))
  if (container?.pid) { process.kill(container.pid); container.pid = undefined }
  if (container) container.running = false
  if (container && first === 'rm') delete containers[container.id]
} else if (first === 'wait') print(String(state.exitCode ?? 0))
else if (first === 'logs') print(state.logs?.[args.at(-1)] ?? '{"level":"fatal","msg":"no such column"}')
else if (first === 'exec' && args.includes('node')) print('{"state":"usable"}')
else if (first === 'exec' && args.includes('/proc/net/tcp'))
  for (const { running, labels } of Object.values(containers))
    if (running && labels['lingzhi.metrics-port']) print('  0: 00000000:1F90 00000000:0000 0A 0 0 0')
if (state.failing && args.join(' ').includes(state.failing)) fail('the engine is out of order')
`

export const secret = 'x'.repeat(32)
const passwords = Object.fromEntries(
  [
    'POSTGRES_PASSWORD',
    'REDIS_PASSWORD',
    'ADMIN_PASSWORD',
    'AUTH_ENCRYPTION_KEY',
    'EXPORT_LINK_SECRET',
    'FILES_LINK_SECRET',
    ...['GATEWAY', 'AUTH', 'CHAT', 'CHECKIN', 'EXPORT', 'FILES', 'LEARNING'].flatMap((one) => [
      `NATS_PASSWORD_${one}`,
      `DATABASE_PASSWORD_${one}`,
    ]),
  ].map((name) => [name, secret]),
)

/** A deployment by Compose whose engine is the one above, and whose published port leads to `platform`. */
export function openTestDocker(t: Parameters<typeof openTestRoot>[0], platform: string) {
  const { port } = new URL(platform)
  const engine = openTestRoot(t, 'docker', docker, {
    ...passwords,
    PORT: port,
    PUBLISH_HOST: '127.0.0.1',
    PLATFORM_PORT: port,
    CONTAINER_ENGINE: 'docker',
  })
  return {
    ...engine,
    /** Starts and stops of containers of releases, in order. */
    moves: () => engine.place.calls().filter((call) => /^(start|stop) lingzhi-(chat|gateway)/.test(call)),
  }
}
