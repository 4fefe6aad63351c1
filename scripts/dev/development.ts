import { watch } from 'node:fs'
import { Fault } from '@lingzhi/stack/fault'
import { listenError } from '@lingzhi/stack/infrastructure/free-port'
import type { Planned } from '@lingzhi/stack/platform/plan'
import { sourcesOf } from './sources-of.ts'

type Restartable = { readonly name: string; restart: () => Promise<void> }
type Named = Pick<Planned, 'name' | 'program'>

/** An editor writes a file in several steps, and several files together. */
const settleMs = 100

interface Development<P extends Named> {
  plan: readonly P[]
  /** The inspector's port of the first process that is developed; the others' are the ones after it. */
  firstPort: number
  note: (line: string) => void
  root?: string
}

/**
 * What `npm run dev` adds to `npm start`: `wanted` is `all`, names separated by commas, or nothing. A Fault when the
 * inspector's port of a process is taken, because Node would start the process without its debugger.
 */
export async function openDevelopment<P extends Named>(
  wanted: string | undefined,
  { plan, firstPort, note, root = '.' }: Development<P>,
) {
  const names = wanted?.split(',') ?? []
  const developed = plan.filter(({ program }) => names.includes('all') || names.includes(program))
  const ports = new Map(developed.map(({ name }, n) => [name, firstPort + n]))
  for (const [name, port] of ports) await assertFree(name, port)

  return {
    /** The inspector's flag for a process that is developed, on a port of its own. */
    nodeArgs({ name }: Named): string[] {
      const port = ports.get(name)
      return port === undefined ? [] : [`--inspect=127.0.0.1:${port}`]
    },
    /** Restarts the processes whose files change, until closed. */
    watch(running: readonly Restartable[]): () => void {
      for (const [name, port] of ports) {
        note(`${name} restarts when its files change; debugger at 127.0.0.1:${port}`)
      }
      const programsOf = new Map<string, Set<string>>()
      for (const { name, program } of developed) {
        for (const folder of sourcesOf(program, root)) {
          programsOf.set(folder, (programsOf.get(folder) ?? new Set()).add(name))
        }
      }
      const changed = new Set<string>()
      let timer: NodeJS.Timeout | undefined
      const restart = () => {
        const again = running.filter(({ name }) => changed.has(name))
        changed.clear()
        if (again.length > 0) note(`Restarting ${again.map(({ name }) => name).join(', ')}`)
        for (const one of again) void one.restart()
      }
      const watchers = [...programsOf].map(([folder, affected]) =>
        watch(folder, { recursive: true }, (_event, file) => {
          if (!file || !/\.ts$/.test(file) || /\.test\.ts$|(^|\/)test-[^/]+$/.test(file)) return
          for (const name of affected) changed.add(name)
          clearTimeout(timer)
          timer = setTimeout(restart, settleMs)
        }),
      )
      return () => {
        clearTimeout(timer)
        for (const watcher of watchers) watcher.close()
      }
    },
  }
}

async function assertFree(name: string, port: number) {
  const code = await listenError(port, '127.0.0.1')
  if (code === null) return
  const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${code})`
  throw new Fault(
    `The debugger of ${name} cannot start: port ${port} ${reason}. Choose another first port: INSPECT_PORT=9300 npm run dev.`,
  )
}
