import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The settings that a release documents: `npm run verify` keeps the page true. */
function settingsOf(folder: string): Set<string> {
  const file = join(folder, 'docs/settings.md')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return new Set([...text.matchAll(/^\|\s*`([A-Z][A-Z0-9_]+)`/gm)].map(([, name]) => name!))
}

/** Settings that come and go with a release, and those in use that it no longer knows. */
export function compareSettings(running: string | undefined, incoming: string, used: Iterable<string>) {
  const after = settingsOf(incoming)
  const before = running ? settingsOf(running) : after
  return {
    added: [...after].filter((name) => !before.has(name)),
    removed: [...before].filter((name) => !after.has(name)),
    unknown: [...used].filter((name) => before.has(name) && !after.has(name)),
  }
}
