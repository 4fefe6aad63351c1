import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Running = { name: string; pid: number; port: number }
type Stack = { gateway_url: string; admin: { username: string; password: string } }

/**
 * DATA_DIR/stack.json shows other tools where the platform is and which processes it consists of. It is there
 * exactly while the platform is up, and follows restarts. It holds a password: readable by its owner only.
 */
export function openStackFile(dataDir: string) {
  const file = join(dataDir, 'stack.json')
  let current: (Stack & { running: Running[] }) | undefined
  rmSync(file, { force: true })

  function write() {
    if (!current) return
    const { running, ...stack } = current
    const processes = running.map(({ name, pid, port }) => ({ name, pid, port }))
    writeFileSync(`${file}.new`, `${JSON.stringify({ ...stack, processes }, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    publish(stack: Stack, running: Running[]) {
      current = { ...stack, running }
      write()
    },
    /** To be called when a process came back with another pid. */
    refresh: write,
    remove() {
      current = undefined
      rmSync(file, { force: true })
    },
  }
}
