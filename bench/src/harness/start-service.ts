import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

export interface Service {
  url: string
  pid: number
  stop: () => Promise<void>
}

const startMaxMs = 20_000

/** A service as its own process, as in production, on a free port; resolves when it is ready. */
export async function startService(name: string, settings: Record<string, string>): Promise<Service> {
  const port = await freePort()
  const main = fileURLToPath(new URL(`../../../services/${name}/src/main.ts`, import.meta.url))
  const child = spawn(process.execPath, [main], {
    // As the image sets it.
    env: {
      ...process.env,
      NODE_OPTIONS: '--max-semi-space-size=2',
      LOG_LEVEL: 'warn',
      ...settings,
      PORT: String(port),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  const deadline = performance.now() + startMaxMs
  for (;;) {
    const ready = await fetch(`${url}/api/health/ready`).catch(() => undefined)
    if (ready?.ok) break
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name} did not start`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}
