import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout that this file belongs to. */
export const ownCheckout = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * The folder that `--against` names: another checkout, with its packages installed, whose services take turns with ours, so
 * that a change is measured beside its predecessor in one run. Undefined when none is named.
 */
export function otherCheckout(against: string | undefined): string | undefined {
  if (!against) return undefined
  const folder = resolve(against)
  if (existsSync(join(folder, 'node_modules/node/bin/node'))) return folder
  throw new Error(
    `--against ${against} is no checkout with its packages installed (npm run verify there installs them)`,
  )
}

export const migrationsOf = (service: string, checkout = ownCheckout): string =>
  join(checkout, 'services', service, 'migrations')
