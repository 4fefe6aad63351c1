import { Fault, messageOf } from '@lingzhi/stack/fault'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'

/** How long between two looks whether a version is ready. */
const betweenTriesMs = 3_000

/** Waits until a gateway finds all its services ready, so many looks at most. */
export async function readyWithin(gateway: string, tries: number, signal: AbortSignal): Promise<string> {
  let tried = 0
  let state = ''
  const ready = await waitUntil(
    async () => {
      tried += 1
      try {
        const response = await fetch(`${gateway}/api/health/ready`, { signal: AbortSignal.timeout(5_000) })
        const { services = {} } = (await response.json()) as { services?: Record<string, { status: string }> }
        if (response.ok) return true
        state = Object.entries(services)
          .filter(([, { status }]) => status === 'down')
          .map(([name]) => name)
          .join(', ')
      } catch (error) {
        state = messageOf(error)
      }
      return tried >= tries ? Promise.reject(new Fault(`Not ready after ${tries} tries: ${state}.`)) : false
    },
    { timeoutMs: tries * (betweenTriesMs + 5_000), everyMs: betweenTriesMs, signal },
  )
  if (!ready) throw new Fault(`Not ready: ${state}.`)
  return `after ${tried} ${tried === 1 ? 'try' : 'tries'}`
}
