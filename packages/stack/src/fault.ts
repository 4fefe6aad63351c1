import { existsSync, readlinkSync } from 'node:fs'

/** A failure that the user can fix: only its message, one sentence, is shown. */
export class Fault extends Error {
  override name = 'Fault'
}

const systemFaults: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's share of the disk is used up",
  EROFS: 'the file system is read-only',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EMFILE: 'this process may open no further file (raise ulimit -n)',
  ENFILE: 'this machine may open no further file',
  ENAMETOOLONG: 'the path is too long',
  ENOMEM: 'there is no memory left',
}

/** A sentence for a failure of the machine itself, such as a full disk; undefined for any other, whose stack matters. */
export function machineFault(error: unknown): string | undefined {
  const { code = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException
  const why = systemFaults[code]
  return why && `${path ?? syscall ?? 'The system'}: ${why} (${code}).`
}

/** Where this symbolic link, whose target is missing, leads; undefined for anything else. */
export function brokenLink(path: string): string | undefined {
  if (existsSync(path)) return undefined
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

/** A path as it can be pasted into a shell. */
export const quoted = (path: string): string =>
  /^[\w./:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
