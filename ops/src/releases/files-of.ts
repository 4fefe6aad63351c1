import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** What belongs to no release: what is made on the spot, and what belongs to the deployment. */
const left = /(^|\/)(node_modules|\.git|\.tools|\.data|\.tap|\.screenshots|build|dist)(\/|$)|^\.env$/

/**
 * The files of a release, by path, sorted: in a git checkout what git knows and what it does not ignore, elsewhere all but
 * what is made on the spot.
 */
export function filesOf(folder: string): string[] {
  const listed = existsSync(join(folder, '.git')) ? fromGit(folder) : fromDisk(folder)
  return listed.filter((path) => !left.test(path) && existsSync(join(folder, path))).sort()
}

function fromGit(folder: string): string[] {
  const args = ['-C', folder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return status === 0 ? stdout.split('\0').filter(Boolean) : fromDisk(folder)
}

function fromDisk(folder: string): string[] {
  return globSync('{**/*,.*,.*/**/*}', {
    cwd: folder,
    withFileTypes: true,
    exclude: (entry) => /^(node_modules|\.git|\.tools|\.data|\.tap)$/.test(entry.name),
  })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/** SHA-256 of each file of a release, in hexadecimal, by path. */
export function digestsOf(folder: string): Map<string, string> {
  return new Map(
    filesOf(folder).map((path) => {
      const file = join(folder, path)
      const content = lstatSync(file).isSymbolicLink() ? readlinkSync(file) : readFileSync(file)
      return [path, createHash('sha256').update(content).digest('hex')]
    }),
  )
}

/** What a release would change, as the systems before this one compared files. */
export type FileChange = 'new' | 'modified' | 'deleted' | 'same'

export function compareFiles(running: ReadonlyMap<string, string>, incoming: ReadonlyMap<string, string>) {
  const paths = [...new Set([...running.keys(), ...incoming.keys()])].sort()
  const changes: Record<FileChange, string[]> = { new: [], modified: [], deleted: [], same: [] }
  for (const path of paths) changes[changeOf(running.get(path), incoming.get(path))].push(path)
  return changes
}

function changeOf(before: string | undefined, after: string | undefined): FileChange {
  if (before === undefined) return 'new'
  if (after === undefined) return 'deleted'
  return before === after ? 'same' : 'modified'
}
