import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the code that runs now. */
export const checkout = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/** Its version, and the revision where Git knows one. */
export function productHere(): { version: string; revision: string | null } {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], {
    cwd: checkout,
    encoding: 'utf8',
    timeout: 10_000,
  })
  return { version, revision: status === 0 ? stdout.trim() : null }
}

/** The names of a service's migrations in this code, in order. */
export function migrationsHere(service: string): string[] {
  const files = readdirSync(join(checkout, 'services', service, 'migrations'))
  return files.map((file) => file.replace(/\.ts$/, '')).sort()
}
