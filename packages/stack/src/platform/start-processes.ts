import { services } from '@lingzhi/contracts/services'
import { logFileOf, openLogFile } from '../processes/log-file.ts'
import { compileCacheOf, type User } from '../processes/service-user.ts'
import { type ProcessSpec, type Supervised, type Supervisor, supervise } from '../processes/supervise.ts'
import type { Environments } from './environments.ts'
import { isPublic, type Planned } from './plan.ts'
import { mainFile } from './programs.ts'
import type { Screen } from './screen.ts'

type Starter = Supervisor & {
  screen: Screen
  environments: Environments
  /** Whose folder `logs` keeps what they write. */
  dataDir: string
  signal: AbortSignal
  /** Flags of Node for a process: a debugger's port, for example. */
  nodeArgs?: (planned: Planned) => string[]
  /** As whom the processes run; not given: as who started the launcher. */
  user?: User | undefined
  /** What the public one needs besides the others; runs on while those start. */
  beforePublic?: Promise<unknown>
}

/**
 * Starts every process of the plan and resolves when all are up; if one is not, none stays. The public one comes
 * last, so that it finds the others there. `stop` ends the services at the same time and the model after them: an
 * answer under way is handed over to the next run, and must not fail for want of its model.
 */
export async function startProcesses(plan: Planned[], starter: Starter) {
  const running: Supervised[] = []
  const isModel = ({ name }: Supervised) => name === 'demo-model'
  const stop = async (timeoutMs: number) => {
    await Promise.all(running.filter((one) => !isModel(one)).map((one) => one.stop(timeoutMs)))
    await Promise.all(running.filter(isModel).map((one) => one.stop(500)))
  }
  try {
    await startTogether(
      plan.filter((one) => !isPublic(one.program)),
      running,
      starter,
    )
    await starter.beforePublic
    await startTogether(
      plan.filter((one) => isPublic(one.program)),
      running,
      starter,
    )
  } catch (error) {
    await stop(2000)
    throw error
  }
  const order = plan.map((one) => one.name)
  running.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  return { running, stop }
}

/** Waits for all of them also when one fails: those still starting are aborted and end by themselves. */
async function startTogether(group: Planned[], running: Supervised[], starter: Starter) {
  const failure = new AbortController()
  const signal = AbortSignal.any([failure.signal, starter.signal])
  await Promise.allSettled(
    group.map(async (planned) => {
      try {
        running.push(await supervise(specOf(planned, starter), { ...starter, signal }))
      } catch (error) {
        failure.abort(error)
      }
    }),
  )
  signal.throwIfAborted()
}

function specOf(planned: Planned, starter: Starter): ProcessSpec {
  const { environments, screen, user, dataDir, nodeArgs = () => [] } = starter
  const { name, program, port, metricsPort, url } = planned
  const keep = openLogFile(logFileOf(dataDir, program))
  // Only root may listen on a port such as 80.
  const needsRoot = port > 0 && port < 1024
  const health = program === 'demo-model' ? '/v1/models' : services[program].probe.path
  return {
    name,
    port,
    command: process.execPath,
    args: [...nodeArgs(planned), mainFile(program)],
    cwd: process.cwd(),
    ...(user && !needsRoot && { user }),
    env: {
      ...environments.environmentOf(program),
      ...(!needsRoot && compileCacheOf(process.cwd(), user)),
      PORT: String(port),
      ...(metricsPort !== undefined && { METRICS_PORT: String(metricsPort) }),
    },
    output: (line) => {
      keep(line)
      return screen.log(name, line)
    },
    isReady: () => isUp(`${url}${health}`),
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
