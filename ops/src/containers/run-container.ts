import type { Engine } from './engine.ts'
import type { Container } from './plan-containers.ts'

export const label = {
  project: 'lingzhi.project',
  release: 'lingzhi.release',
  program: 'lingzhi.program',
  metricsPort: 'lingzhi.metrics-port',
} as const

type How = {
  project: string
  release: string
  /** In place of its networks: it shares the address of this container. */
  within?: string
  publish?: string
  environment?: Record<string, string>
  labels?: Record<string, string>
  signal?: AbortSignal
}

/** Makes a container and starts it. Docker takes one network at its making; the others follow before the start. */
export async function startContainer(engine: Engine, container: Container, how: How): Promise<void> {
  await engine.run(['rm', '-f', container.name]).catch(() => {})
  await createContainer(engine, container, how)
  await engine.run(['start', container.name], { ...(how.signal && { signal: how.signal }) })
}

const onceMaxMs = 300_000

/** Runs a container to its end; what it wrote, and its exit code. */
export async function runOnce(
  engine: Engine,
  container: Container,
  how: How,
): Promise<{ code: number; text: string }> {
  // Tried again by whoever asked, and not by the engine.
  const { restart: _, ...service } = container.service
  await startContainer(engine, { ...container, service }, how)
  const code = Number(
    (
      await engine.run(['wait', container.name], {
        maxMs: onceMaxMs,
        ...(how.signal && { signal: how.signal }),
      })
    ).trim(),
  )
  const text = await engine.run(['logs', '--tail', '200', container.name], { both: true })
  await engine.run(['rm', '-f', container.name])
  return { code, text }
}

async function createContainer(engine: Engine, container: Container, how: How): Promise<void> {
  const { name, program, image, alias, networks, service, secrets } = container
  const [first, ...more] = networks
  const environment = { ...service.environment, ...how.environment }
  const labels = {
    [label.project]: how.project,
    [label.release]: how.release,
    [label.program]: program,
    ...how.labels,
  }
  const each = (option: string, values: string[] = []) => values.flatMap((value) => [option, value])
  const args = [
    ...['create', '--name', name],
    ...each(
      '--label',
      Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ),
    ...(how.within
      ? ['--network', `container:${how.within}`]
      : ['--network', first!, '--network-alias', alias]),
    ...each('--publish', how.publish ? [how.publish] : []),
    // The engine takes the values from its own environment.
    ...each('--env', Object.keys(environment)),
    ...each('--volume', service.volumes),
    ...each(
      '--volume',
      Object.entries(secrets).map(([secret, file]) => `${file}:/run/secrets/${secret}:ro`),
    ),
    ...each('--tmpfs', service.tmpfs),
    ...each('--cap-drop', service.cap_drop),
    ...each('--cap-add', service.cap_add),
    ...each('--security-opt', service.security_opt),
    ...(service.read_only ? ['--read-only'] : []),
    ...(service.init ? ['--init'] : []),
    ...(service.user ? ['--user', service.user] : []),
    ...(service.mem_limit ? ['--memory', service.mem_limit] : []),
    ...(service.pids_limit ? ['--pids-limit', String(service.pids_limit)] : []),
    ...(service.restart ? ['--restart', service.restart] : []),
    ...(service.stop_grace_period
      ? ['--stop-timeout', String(Number.parseInt(service.stop_grace_period, 10))]
      : []),
    ...(service.logging ? ['--log-driver', service.logging.driver] : []),
    ...each(
      '--log-opt',
      Object.entries(service.logging?.options ?? {}).map(([key, value]) => `${key}=${value}`),
    ),
    ...(service.entrypoint ? ['--entrypoint', service.entrypoint[0]!] : []),
    image,
    ...(service.entrypoint?.slice(1) ?? []),
    ...(service.command ?? []),
  ]
  await engine.run(args, { env: environment })
  if (how.within) return
  for (const network of more) await engine.run(['network', 'connect', '--alias', alias, network, name])
}
