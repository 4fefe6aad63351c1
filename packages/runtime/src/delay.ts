import { setTimeout as timeout } from 'node:timers/promises'

/** Waits, or returns early when the signal fires; never rejects. */
export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  await timeout(ms, undefined, { signal, ref: false }).catch(() => {})
}
