import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { type Identity, isRunning, startedAt } from '@lingzhi/stack/processes/identity'

type Holder = Identity & { command: string }

/**
 * Keeps two commands from changing one deployment at the same time; returns what releases it. The lock of a process that
 * has ended, however it did, counts for nothing.
 */
export function takeLock(dataDir: string, command: string): () => void {
  const folder = join(dataDir, 'ops')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'lock')
  const draft = `${file}.${process.pid}`
  const own: Holder = { command, pid: process.pid, started: startedAt(process.pid)! }
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        // Unlike writing, linking fails when the file is there, and never shows half of it.
        linkSync(draft, file)
        return () => rmSync(file, { force: true })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = read(file)
      if ((holder && isRunning(holder)) || attempt > 3)
        throw new Fault(
          `Another command changes this deployment right now: ${holder?.command} (process ${holder?.pid}). Wait for it, or end it.`,
        )
      rmSync(file, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
