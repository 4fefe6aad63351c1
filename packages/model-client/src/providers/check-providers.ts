import { proxyFor } from './choose-dispatcher.ts'
import { readProviders } from './providers.ts'
import type { ModelSettings } from './settings.ts'

/** Raises the ConfigError that opening the client would raise, without opening anything. */
export function checkProviders(settings: ModelSettings, env: NodeJS.ProcessEnv): void {
  for (const { address } of readProviders(settings, env)) proxyFor(address, settings)
}
