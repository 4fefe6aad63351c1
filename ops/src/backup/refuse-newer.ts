import { withDatabase } from '@lingzhi/contracts/services'
import { Fault } from '@lingzhi/stack/fault'
import type { Manifest } from './manifest.ts'
import { migrationsHere, productHere } from './product.ts'

/** A Fault when the backup is of a later version than this code: when it has services or migrations that are not here. */
export function refuseNewer({ databases, product }: Manifest) {
  for (const [service, { migrations }] of Object.entries(databases)) {
    const missing = (withDatabase as string[]).includes(service)
      ? migrations.find((name) => !migrationsHere(service).includes(name))
      : `the service ${service}`
    if (missing)
      throw new Fault(
        `The backup is of version ${product.version}, later than this code (${productHere().version}): ${missing} is not here. Restore it with that version.`,
      )
  }
}
