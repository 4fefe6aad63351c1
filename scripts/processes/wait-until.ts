import { setTimeout as delay } from 'node:timers/promises'

/** Asks again every few milliseconds until `check` is true; false once `timeoutMs` have passed. */
export async function waitUntil(
  check: () => boolean | Promise<boolean>,
  { timeoutMs, everyMs = 25 }: { timeoutMs: number; everyMs?: number },
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    if (await check()) return true
    if (Date.now() >= deadline) return false
    await delay(everyMs)
  }
}
