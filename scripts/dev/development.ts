import { watch } from 'node:fs'
import type { Planned } from '@lingzhi/stack/platform/plan'
import { sourcesOf } from './sources-of.ts'

type Restartable = { readonly name: string; restart: () => Promise<void> }
type Named = Pick<Planned, 'name' | 'program'>

const firstInspectorPort = 9229
/** An editor writes a file in several steps, and several files together. */
const settleMs = 100

/** What `npm run dev` adds to `npm start`: `wanted` is `all`, names separated by commas, or nothing. */
export function openDevelopment(wanted: string | undefined, note: (line: string) => void, root = '.') {
  const names = wanted?.split(',') ?? []
  const isDeveloped = ({ program }: Named) => names.includes('all') || names.includes(program)
  const ports = new Map<string, number>()

  return {
    /** The inspector's flag for a process that is developed, on a port of its own. */
    nodeArgs(planned: Named): string[] {
      if (!isDeveloped(planned)) return []
      const port = ports.get(planned.name) ?? firstInspectorPort + ports.size
      ports.set(planned.name, port)
      return [`--inspect=127.0.0.1:${port}`]
    },
    /** Restarts the processes whose files change, until closed. */
    watch(plan: readonly Named[], running: readonly Restartable[]): () => void {
      const developed = plan.filter(isDeveloped)
      for (const { name } of developed) {
        note(`${name} restarts when its files change; debugger at 127.0.0.1:${ports.get(name)}`)
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
