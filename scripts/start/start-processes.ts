import { type ProcessSpec, type Supervised, type Supervisor, supervise } from '../processes/supervise.ts'
import type { Environments } from './environments.ts'
import { mainFile, type Planned } from './plan.ts'
import type { Screen } from './screen.ts'

/** Starts all processes of the plan at once and resolves when each answers; if one does not, none stays. */
export async function startProcesses(
  plan: Planned[],
  environments: Environments,
  { screen, ...supervisor }: Supervisor & { screen: Screen },
) {
  const failure = new AbortController()
  const signal = AbortSignal.any([failure.signal, ...(supervisor.signal ? [supervisor.signal] : [])])
  const started = await Promise.allSettled(
    plan.map(async (planned) => {
      try {
        return await supervise(specOf(planned, environments, screen), { ...supervisor, signal })
      } catch (error) {
        failure.abort(error)
        throw error
      }
    }),
  )
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = (timeoutMs: number) => stopAll(running, timeoutMs)
  if (signal.aborted) {
    await stop(2000)
    throw signal.reason
  }
  return { running, stop }
}

function specOf(
  { name, program, port, url }: Planned,
  environments: Environments,
  screen: Screen,
): ProcessSpec {
  const health = program === 'demo-model' ? '/v1/models' : '/api/health'
  return {
    name,
    port,
    command: process.execPath,
    args: [mainFile(program)],
    cwd: process.cwd(),
    env: { ...environments.environmentOf(program), PORT: String(port) },
    output: (line) => screen.log(name, line),
    isReady: () => answers(`${url}${health}`),
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

async function stopAll(running: Supervised[], timeoutMs: number) {
  await Promise.all(running.map((one) => one.stop(timeoutMs)))
}
