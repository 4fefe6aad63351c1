import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const sources = [
  'web/**/*',
  'packages/api-client/src/**/*',
  'packages/api-client/package.json',
  'pnpm-lock.yaml',
]
const notSources = new Set(['node_modules', 'dist', '.tap'])
const withoutEffect = /\.(test\.ts|md)$/

/** Names what the console is built from: the same sources have the same id, on any machine. */
export function buildId(root: string): string {
  const entries = globSync(sources, {
    cwd: root,
    withFileTypes: true,
    exclude: ({ name }) => notSources.has(name),
  })
  const paths = entries
    .filter((entry) => entry.isFile() && !withoutEffect.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length))
    .sort()
  const hash = createHash('sha256')
  for (const path of paths) {
    const bytes = readFileSync(join(root, path))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex').slice(0, 16)
}
