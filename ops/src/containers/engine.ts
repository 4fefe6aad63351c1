import { Fault } from '@lingzhi/stack/fault'
import { type Asking, askProgram } from '../run/ask-program.ts'
import { programLines } from '../run/program-lines.ts'

/** The engine that runs containers, and Compose beside it. Docker's and Podman's command lines are the same for what is used here. */
export type Engine = {
  name: 'docker' | 'podman'
  /** Runs a command of the engine; what it printed. A Fault has its own last words. */
  run(args: string[], asking?: Asking): Promise<string>
  /** Runs one whose output may be long: its lines, as they come, then those of its error output, where `docker logs` has that of a container. */
  lines(args: string[]): AsyncGenerator<string>
  compose(args: string[], asking?: Asking): Promise<string>
}

/** The engine of this machine: CONTAINER_ENGINE, else Docker with Compose 2, else Podman with podman-compose. */
export async function openEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  const wanted = env.CONTAINER_ENGINE?.trim()
  const engines = [
    engineOf('docker', ['docker', 'compose'], env),
    engineOf('podman', ['podman-compose'], env),
  ].filter(({ name }) => !wanted || name === wanted)
  for (const engine of engines)
    if (
      await engine.compose(['version']).then(
        () => true,
        () => false,
      )
    )
      return engine
  throw new Fault(
    'Neither `docker compose` nor `podman-compose` works here. CONTAINER_ENGINE (docker or podman) names the one to use.',
  )
}

function engineOf(name: Engine['name'], compose: string[], env: NodeJS.ProcessEnv): Engine {
  const asked = (command: string, args: string[], { env: more, ...asking }: Asking = {}) =>
    askProgram(command, args, { ...asking, env: { ...env, ...more } })
  return {
    name,
    run: (args, asking) => asked(name, args, asking),
    lines: (args) => programLines(name, args, { env, both: true }),
    compose: (args, asking) => asked(compose[0]!, [...compose.slice(1), ...args], asking),
  }
}
