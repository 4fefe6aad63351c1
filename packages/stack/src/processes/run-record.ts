import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, machineFault } from '../fault.ts'
import { endProcess, type Identity, isRunning, startedAt } from './identity.ts'
import { replaceFile } from './replace-file.ts'

type Recorded = Identity & { name: string; signal?: NodeJS.Signals }
type Content = { dataDir: string; launcher: Identity; processes: Recorded[] }

export type RunRecord = Awaited<ReturnType<typeof openRunRecord>>

/**
 * The one mechanism against leftovers, and the lock of a data directory: every process of a run is written
 * down as it starts. A launcher that was killed cannot stop its children; the next one finds them here,
 * makes sure by their start time that they are the same processes, and ends them first. The processes
 * themselves need to do nothing.
 */
export async function openRunRecord(dataDir: string, log: (line: string) => void = () => {}) {
  const file = join(dataDir, 'running.json')
  const content: Content = {
    dataDir,
    launcher: { pid: process.pid, started: startedAt(process.pid)! },
    processes: [],
  }
  await claim(file, content, log)

  let told = false
  /** A full disk must not end what runs: the record goes on in memory, and the next change writes all of it. */
  function save() {
    try {
      replaceFile(file, JSON.stringify(content))
    } catch (error) {
      const fault = machineFault(error)
      if (!fault) throw error
      if (!told) log(`The processes cannot be written to ${file}: ${fault}`)
      told = true
    }
  }
  return {
    /** `signal` is the one that stops this process in good order, SIGTERM by default. */
    add(name: string, pid: number, signal?: NodeJS.Signals) {
      const started = startedAt(pid)
      if (started) content.processes.push({ name, pid, started, signal })
      save()
    },
    remove(pid: number) {
      content.processes = content.processes.filter((one) => one.pid !== pid)
      save()
    },
    /** For the second Ctrl-C: no order, no waiting. */
    killAll() {
      for (const one of content.processes.filter(isRunning)) process.kill(one.pid, 'SIGKILL')
    },
    close() {
      rmSync(file, { force: true })
    },
  }
}

/** A process of the run that holds this data directory now, by its name; undefined when there is none. */
export function runningProcess(dataDir: string, name: string): Identity | undefined {
  return read(join(dataDir, 'running.json'))?.processes.find((one) => one.name === name && isRunning(one))
}

async function claim(file: string, content: Content, log: (line: string) => void) {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600 })
    while (!link(draft, file)) {
      const previous = read(file)
      if (previous && previous.dataDir === content.dataDir) {
        if (isRunning(previous.launcher)) {
          throw new Fault(
            `Lingzhi is already running on ${content.dataDir} (process ${previous.launcher.pid}): stop it first, or set another DATA_DIR.`,
          )
        }
        await endLeftovers(previous.processes, log)
      }
      // Renaming succeeds for one of two launchers that arrive together; the other looks again.
      renameIfThere(file, `${draft}.stale`)
    }
  } finally {
    rmSync(draft, { force: true })
    rmSync(`${draft}.stale`, { force: true })
  }
}

async function endLeftovers(processes: Recorded[], log: (line: string) => void) {
  const left = processes.filter(isRunning)
  if (left.length > 0)
    log(`Ending what an interrupted run left behind: ${left.map((one) => one.name).join(', ')}`)
  await Promise.all(left.map((one) => endProcess(one, { signal: one.signal })))
}

/** Unlike writing, linking fails when the file exists and never shows half a file. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function read(file: string): Content | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function renameIfThere(from: string, to: string) {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
