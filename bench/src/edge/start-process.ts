import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { systemEnvironment } from '@lingzhi/stack/environment/system'

export interface Running {
  name: string
  url: string
  pid: number
  /** Processor time it has used, in microseconds; its children's not included. */
  cpuUs: () => number
  stop: () => Promise<void>
}

interface Start {
  name: string
  port: number
  /** A file of ours for Node, or a program. */
  command: URL | string
  args?: string[]
  env?: Record<string, string>
}

const startMaxMs = 20_000
/** Linux counts processor time in hundredths of a second. */
const tickUs = 10_000

/** Starts a program that listens on `port` and waits until it responds. Its output is written and thrown away. */
export async function startProcess({ name, port, command, args = [], env = {} }: Start): Promise<Running> {
  const [program, first] =
    typeof command === 'string' ? [command, []] : [process.execPath, [fileURLToPath(command)]]
  const child = spawn(program, [...first, ...args], {
    env: { ...systemEnvironment(process.env), NODE_ENV: 'production', ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  const deadline = performance.now() + startMaxMs
  for (;;) {
    const response = await fetch(`${url}/api/health`).catch(() => undefined)
    await response?.body?.cancel()
    if (response) break
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name} did not start`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    name,
    url,
    pid: child.pid ?? 0,
    cpuUs: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) * tickUs
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}
