import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../fault.ts'
import { replaceFile } from '../processes/replace-file.ts'

export type Secrets = ReturnType<typeof openSecrets>

/** What was generated once and must stay the same: kept in DATA_DIR/secrets.json, readable by its owner only. */
export function openSecrets(dataDir: string) {
  const file = join(dataDir, 'secrets.json')
  const values = read(file)
  let copy: string | undefined
  function save() {
    const text = `${JSON.stringify(values, null, 2)}\n`
    replaceFile(file, text)
    if (copy) replaceFile(copy, text)
  }
  /** Another process may have generated some since: a command beside what runs. */
  const refresh = () => Object.assign(values, read(file))
  function set(name: string, value: string): string {
    refresh()
    values[name] = value
    save()
    return value
  }
  return {
    file,
    set,
    /** From now on a second file holds the same: beside data that is kept elsewhere. */
    keepCopy(to: string) {
      copy = to
      save()
    },
    /** The stored value; undefined where there is none. */
    find: (name: string): string | undefined => values[name],
    /** The stored value, generated at the first use. */
    get: (name: string, generate: () => string = password): string =>
      values[name] ?? refresh()[name] ?? set(name, generate()),
  }
}

/** Safe in a URL, a shell and a configuration file; 144 bits. */
export function password(): string {
  return randomBytes(18).toString('base64url')
}

export function key32(): string {
  return randomBytes(32).toString('base64')
}

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Fault(`${file} cannot be read: ${(error as Error).message}.`)
  }
}
