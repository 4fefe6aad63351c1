import { askKeeper } from './keeper/ask-keeper.ts'
import type { Layout } from './layout.ts'
import type { Units } from './unit.ts'

type Move = {
  layout: Layout
  from: Units | undefined
  to: Units | undefined
  admin: { username: string; password?: string | undefined }
}

/**
 * Lets people through to the gateway of one release instead of another's. Both accept from one socket for a moment, so
 * nobody is refused; the one that ends finishes what it has begun, and its streams are told to reconnect.
 */
export async function moveTraffic({ layout, from, to, admin }: Move): Promise<void> {
  if (to) {
    const { units, gatewayUrl } = to
    for (const unit of units.filter(({ shared }) => shared)) await askKeeper(layout, { do: 'start', unit })
    await askKeeper(layout, {
      do: 'publish',
      stack: { gateway_url: gatewayUrl, admin },
      names: units.map(({ name }) => name),
    })
  }
  for (const { name, shared } of from?.units ?? []) if (shared) await askKeeper(layout, { do: 'stop', name })
}
