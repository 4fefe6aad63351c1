import { Fault } from '../fault.ts'
import { waitUntil } from '../processes/wait-until.ts'

type Waiting = { timeoutMs: number; signal: AbortSignal; note: (line: string) => void }
type Readiness = { services?: Record<string, { status?: string }> }

const noteEveryMs = 3000

/** Waits until the gateway finds every service and what it depends on ready; reports from time to time what is missing. */
export async function waitForPlatform(url: string, { timeoutMs, signal, note }: Waiting) {
  let missing = 'the gateway'
  let notedAt = Date.now()
  const ready = await waitUntil(
    async () => {
      const state = await readiness(url)
      if (state === 'ready') return true
      missing = state
      if (Date.now() - notedAt > noteEveryMs) {
        note(`Waiting for ${missing} …`)
        notedAt = Date.now()
      }
      return false
    },
    { timeoutMs, everyMs: 50, signal },
  )
  if (!ready)
    throw new Fault(
      `The platform did not become ready within ${timeoutMs / 1000} s: still missing ${missing}.`,
    )
}

async function readiness(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(5000) })
    const body = (await response.json()) as Readiness
    if (response.ok) return 'ready'
    const missing = Object.entries(body.services ?? {}).filter(([, { status }]) => status !== 'ok')
    return missing.map(([name]) => name).join(', ') || `the gateway (status ${response.status})`
  } catch {
    return 'the gateway'
  }
}
