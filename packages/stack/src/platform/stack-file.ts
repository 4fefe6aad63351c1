import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { machineFault } from '../fault.ts'
import { replaceFile } from '../processes/replace-file.ts'

type Running = { name: string; pid: number; port: number }
/** The password is there only if it was tried and works; `npm run admin` puts in the new one. */
export type StackAdmin = { username: string; password?: string | undefined }
type Published = { gateway_url: string; admin: StackAdmin }
/** The content of the file. */
export type Stack = Published & { processes: Running[] }

/**
 * DATA_DIR/stack.json shows other tools where the platform is and which processes it consists of. It is there
 * exactly while the platform is up, and follows restarts. It holds a password: readable by its owner only.
 */
export function openStackFile(dataDir: string) {
  const file = join(dataDir, 'stack.json')
  let current: (Published & { running: Running[] }) | undefined
  rmSync(file, { force: true })

  function write() {
    if (!current) return
    const { running, ...stack } = current
    const processes = running.map(({ name, pid, port }) => ({ name, pid, port }))
    replaceFile(file, `${JSON.stringify({ ...stack, processes }, null, 2)}\n`)
  }
  return {
    publish(stack: Published, running: Running[]) {
      current = { ...stack, running }
      write()
    },
    /** To be called when a process came back with another pid. */
    refresh() {
      if (current && existsSync(file)) current.admin = adminIn(file) ?? current.admin
      try {
        write()
      } catch (error) {
        // A disk that filled up ends no platform that runs: other tools see the old pid until the next restart.
        if (!machineFault(error)) throw error
      }
    },
    remove() {
      current = undefined
      rmSync(file, { force: true })
    },
  }
}

/** Tells the tools of a running platform another password of the administrator it names. */
export function changeStackAdmin(dataDir: string, admin: StackAdmin) {
  const file = join(dataDir, 'stack.json')
  if (adminIn(file)?.username !== admin.username) return
  replaceFile(file, `${JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), admin }, null, 2)}\n`)
}

function adminIn(file: string): StackAdmin | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).admin
  } catch {
    return undefined
  }
}

/** What runs there by its stack.json; undefined while nothing does. */
export function readStackFile(dataDir: string): Stack | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8'))
  } catch {
    return undefined
  }
}
