import { within } from '@lingzhi/runtime/within'
import type { Bus } from './open-bus.ts'

const jetStreamMaxMs = 1_000

/**
 * For readiness: rejects when NATS is away, and resolves with a word when only JetStream does not serve, as on a full disk:
 * facts and exports wait then, and all else goes on.
 */
export async function checkBus({ ping, jsm }: Pick<Bus, 'ping' | 'jsm'>): Promise<string | undefined> {
  await ping()
  return within(jetStreamMaxMs, jsm.getAccountInfo()).then(
    () => undefined,
    () => 'JETSTREAM_OFF',
  )
}
