import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Service } from './start-service.ts'

/** What a process holds: reachable memory after a collection, open sockets, and what keeps its loop alive. */
export interface Held {
  heapBytes: number
  /** Connections by the port at their other end; 0 for those without a TCP peer, such as listening ones. */
  sockets: Map<number, number>
  timers: number
}

const callMaxMs = 20_000

/** Inspects a process that was started with an inspector, after garbage collection, so that only what is held counts. */
export async function heldBy({ pid, inspectPort }: Service): Promise<Held> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '')
  await once(socket, 'open', { signal: AbortSignal.timeout(callMaxMs) })
  let calls = 0
  const call = async (method: string, params = {}) => {
    const id = ++calls
    socket.send(JSON.stringify({ id, method, params }))
    for (;;) {
      const [message] = await once(socket, 'message', { signal: AbortSignal.timeout(callMaxMs) })
      const response = JSON.parse(String((message as MessageEvent).data))
      if (response.id === id) return response.result
    }
  }
  try {
    await call('HeapProfiler.collectGarbage')
    await call('HeapProfiler.collectGarbage')
    const evaluate = async (expression: string) =>
      (await call('Runtime.evaluate', { expression })).result.value as number
    const heapBytes = await evaluate(
      '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())',
    )
    const timers = await evaluate(
      'process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate/.test(name)).length',
    )
    return { heapBytes, timers, sockets: socketsOf(pid) }
  } finally {
    socket.close()
  }
}

function socketsOf(pid: number): Map<number, number> {
  const peers = peersOf(pid)
  const dir = `/proc/${pid}/fd`
  const counts = new Map<number, number>()
  for (const fd of readdirSync(dir)) {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`${dir}/${fd}`))?.[1]
    if (inode === undefined) continue
    const port = peers.get(inode) ?? 0
    counts.set(port, (counts.get(port) ?? 0) + 1)
  }
  return counts
}

/** The port at the other end of every TCP connection of the process's network, by inode; see proc_pid_net(5). */
function peersOf(pid: number): Map<string, number> {
  const lines = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n'),
  )
  return new Map(
    lines.flatMap((line) => {
      const [, , remote, , , , , , , inode] = line.trim().split(/\s+/)
      return remote && inode ? [[inode, Number.parseInt(remote.split(':')[1] ?? '', 16)] as const] : []
    }),
  )
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '' // closed in between
  }
}
