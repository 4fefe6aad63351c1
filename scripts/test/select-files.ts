import { globSync, statSync } from 'node:fs'
import { Fault } from '@lingzhi/stack/fault'

const everywhere = ['services', 'packages', 'scripts', 'e2e', 'ops', 'bench', 'web']

/** Files and folders named on the command line, or all; what starts with a dash is passed to tap. */
export function selectFiles(args: string[], cwd = process.cwd()): { files: string[]; options: string[] } {
  const options = args.filter((arg) => arg.startsWith('-'))
  const named = args.filter((arg) => !arg.startsWith('-'))
  const files = (named.length > 0 ? named : everywhere).flatMap((path) => {
    const found = isFile(path, cwd) ? [path] : testsBelow(path, cwd)
    if (found.length === 0 && named.length > 0) throw new Fault(`No test file at ${path}.`)
    return found
  })
  return { files: [...new Set(files)].sort(), options }
}

function testsBelow(path: string, cwd: string): string[] {
  return globSync(`${path.replace(/\/+$/, '')}/**/*.test.ts`, {
    cwd,
    exclude: (name) => name === 'node_modules',
  })
}

function isFile(path: string, cwd: string): boolean {
  return (
    statSync(`${cwd}/${path}`, { throwIfNoEntry: false })?.isFile() ??
    statSync(path, { throwIfNoEntry: false })?.isFile() ??
    false
  )
}
