import { setTimeout as delay } from 'node:timers/promises'

type WaitOptions = { timeoutMs: number; everyMs?: number; signal?: AbortSignal }

/** Repeats `check` every few milliseconds until it is true; false once `timeoutMs` have passed. Rejects when aborted. */
export async function waitUntil(
  check: () => boolean | Promise<boolean>,
  options: WaitOptions,
): Promise<boolean> {
  const { timeoutMs, everyMs = 25, signal } = options
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    if (await check()) return true
    if (Date.now() >= deadline) return false
    await delay(everyMs, undefined, { signal })
  }
}
