import { readFile } from 'node:fs/promises'

const sampleMs = 50

/** Resident memory of a process in bytes (Linux). */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024
}

/** Watches processes until the returned function is called, which returns each one's growth at its peak, in bytes. */
export async function watchGrowth(pids: Record<string, number>): Promise<() => Record<string, number>> {
  const before: Record<string, number> = {}
  const peak: Record<string, number> = {}
  for (const [name, pid] of Object.entries(pids)) before[name] = peak[name] = await residentOf(pid)
  const timer = setInterval(async () => {
    for (const [name, pid] of Object.entries(pids)) {
      peak[name] = Math.max(peak[name] ?? 0, await residentOf(pid))
    }
  }, sampleMs)
  return () => {
    clearInterval(timer)
    return Object.fromEntries(
      Object.keys(pids).map((name) => [name, (peak[name] ?? 0) - (before[name] ?? 0)]),
    )
  }
}

/** Processor time a process has used, in seconds (Linux, at the usual 100 ticks a second). */
export async function processorTimeOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
