import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import type { Service } from './start-service.ts'

/** What a process holds: reachable memory after a collection, open sockets, and what keeps its loop alive. */
export interface Held {
  heapBytes: number
  sockets: number
  timers: number
}

const callMaxMs = 20_000

/** Looks into a process that was started with an inspector: the heap is collected first, so that only what is held counts. */
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
      const told = JSON.parse(String((message as MessageEvent).data))
      if (told.id === id) return told.result
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

function socketsOf(pid: number): number {
  const dir = `/proc/${pid}/fd`
  return readdirSync(dir).filter((fd) => {
    try {
      return readlinkSync(`${dir}/${fd}`).startsWith('socket:')
    } catch {
      return false // closed in between
    }
  }).length
}
