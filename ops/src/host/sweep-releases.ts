import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Layout } from './layout.ts'

/** Releases that stay besides the ones that are named: enough to go back several times. */
const keptMax = 5

/** Removes the oldest releases with their units; what was removed. Those named stay, whatever their age. */
export function sweepReleases(layout: Layout, staying: (string | undefined)[]): string[] {
  const names = readdirSync(layout.releases)
  // The caller holds the deployment's lock: whoever was placing these was killed.
  for (const name of names.filter(isDraft))
    rmSync(join(layout.releases, name), { recursive: true, force: true })
  const byAge = names.filter((name) => !isDraft(name)).sort((a, b) => madeAt(layout, b) - madeAt(layout, a))
  const gone = byAge.slice(keptMax).filter((name) => !staying.includes(name))
  for (const name of gone) {
    rmSync(join(layout.releases, name), { recursive: true, force: true })
    rmSync(layout.units(name), { force: true })
  }
  return gone
}

const isDraft = (name: string) => name.endsWith('.placing')

const madeAt = (layout: Layout, name: string) =>
  statSync(layout.units(name), { throwIfNoEntry: false })?.mtimeMs ?? statSync(layout.release(name)).mtimeMs
