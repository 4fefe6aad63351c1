import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Of one log: this many bytes in a file, and so many files before the current one. */
const bytesMax = 10 * 1024 * 1024
const olderMax = 4

/** How many writes may pass before the size is looked at anew: others may have moved the file. */
const looksEvery = 64

/** Where the log of a program is; its replicas share it. */
export const logFileOf = (dataDir: string, program: string): string => join(dataDir, 'logs', `${program}.log`)

/** The older files of a log, newest first: `chat.log.1` is the one before `chat.log`. */
export const olderLogs = (file: string): string[] =>
  Array.from({ length: olderMax }, (_, n) => `${file}.${n + 1}`)

/**
 * Appends lines to a log that takes at most 50 MB: a full file moves aside and the oldest goes. A disk that refuses loses
 * lines and ends nothing.
 */
export function openLogFile(file: string, limit = bytesMax): (line: string) => void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let writes = 0
  let bytes = 0
  return (line) => {
    try {
      if (writes++ % looksEvery === 0) bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (bytes > limit) {
        const files = [file, ...olderLogs(file)]
        for (let n = files.length - 1; n > 0; n--)
          if (existsSync(files[n - 1]!)) renameSync(files[n - 1]!, files[n]!)
        bytes = 0
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
      bytes += line.length + 1
    } catch {
      // Logs are told on the screen too; what runs matters more than what is written about it.
    }
  }
}
