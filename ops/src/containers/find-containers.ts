import type { Engine } from './engine.ts'

export type Found = {
  id: string
  name: string
  image: string
  running: boolean
  /** How it ended, where it did. */
  end: { code: number; outOfMemory: boolean }
  labels: Record<string, string>
  /** Its address in each of its networks. */
  addresses: Record<string, string>
}

/** The containers with all of these labels, running or not. */
export async function findContainers(engine: Engine, labels: Record<string, string>): Promise<Found[]> {
  const filters = Object.entries(labels).flatMap(([name, value]) => ['--filter', `label=${name}=${value}`])
  const ids = (await engine.run(['ps', '--all', '--quiet', ...filters])).split('\n').filter(Boolean)
  if (ids.length === 0) return []
  type Shown = {
    Id: string
    Name: string
    Image: string
    State: { Running: boolean; ExitCode?: number; OOMKilled?: boolean }
    Config: { Labels: Record<string, string> | null }
    NetworkSettings: { Networks?: Record<string, { IPAddress: string }> | null }
  }
  const shown = JSON.parse(await engine.run(['inspect', '--type', 'container', ...ids])) as Shown[]
  return shown.map(({ Id, Name, Image, State, Config, NetworkSettings }) => ({
    id: Id,
    name: Name.replace(/^\//, ''),
    image: shortId(Image),
    running: State.Running,
    end: { code: State.ExitCode ?? 0, outOfMemory: State.OOMKilled ?? false },
    labels: Config.Labels ?? {},
    addresses: Object.fromEntries(
      Object.entries(NetworkSettings.Networks ?? {}).map(([name, { IPAddress }]) => [name, IPAddress]),
    ),
  }))
}

/** As people compare them; Podman leaves the name of the digest out. */
export const shortId = (id: string): string =>
  `sha256:${id
    .trim()
    .replace(/^sha256:/, '')
    .slice(0, 12)}`

/** What an image is; undefined when it is not here. */
export async function imageId(engine: Engine, image: string): Promise<string | undefined> {
  return engine.run(['image', 'inspect', '--format', '{{.Id}}', image]).then(
    (id) => id.trim() || undefined,
    () => undefined,
  )
}
