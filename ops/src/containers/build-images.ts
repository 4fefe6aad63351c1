import type { Engine } from './engine.ts'
import { imageId } from './find-containers.ts'
import { imageName } from './plan-containers.ts'
import type { ComposeService } from './read-compose.ts'

const buildMaxMs = 1_800_000

type Building = {
  engine: Engine
  release: string
  folder: string
  programs: [string, ComposeService][]
  signal: AbortSignal
}

/**
 * Builds the images of a release that are not here. One that was built elsewhere is taken as it is: `docker load`, or `docker pull` and
 * `docker tag`, under the name lingzhi/<service>:<release>.
 */
export async function buildImages({ engine, release, folder, programs, signal }: Building): Promise<string> {
  const built: string[] = []
  for (const [program, { build }] of programs) {
    const name = imageName(program, release)
    if (await imageId(engine, name)) continue
    const args = Object.entries(build?.args ?? {}).flatMap(([key, value]) => [
      '--build-arg',
      `${key}=${value}`,
    ])
    const target = build?.target ? ['--target', build.target] : []
    // Podman's own format has no health checks.
    const format = engine.name === 'podman' ? ['--format', 'docker'] : []
    await engine.run(['build', ...format, ...target, ...args, '--tag', name, folder], {
      maxMs: buildMaxMs,
      signal,
    })
    built.push(program)
  }
  return built.length > 0 ? `built: ${built.join(', ')}` : 'all were here'
}
