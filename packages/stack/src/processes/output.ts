import type { ChildProcess } from 'node:child_process'
import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { createInterface } from 'node:readline'

const tailLines = 12
/** A server's log moves to `<file>.1` when it has so many bytes; with that one it takes twice as many at most. */
const bytesMax = 10 * 1024 * 1024
const looksEveryMs = 60_000

/** Where a process writes, with its last lines at hand for the day it fails. */
export type Output = {
  stdio: ['pipe', 'pipe'] | [number, number]
  follow(child: ChildProcess): void
  tail(): string
}

/** A function prints a line and returns what it printed. */
export type Printer = (line: string) => string

export function openOutput(target: string | Printer): Output {
  return typeof target === 'string' ? toFile(target) : toLines(target)
}

/**
 * The process holds the file itself, so that it keeps working when the launcher is gone. It appends, so that a file that is
 * emptied under it begins anew: a server that runs for a year fills no disk.
 */
function toFile(file: string): Output {
  closeSync(openSync(file, 'w', 0o600))
  const descriptor = openSync(file, 'a', 0o600)
  return {
    stdio: [descriptor, descriptor],
    follow(child) {
      closeSync(descriptor)
      const looking = setInterval(() => boundLog(file), looksEveryMs)
      looking.unref()
      child.once('exit', () => clearInterval(looking))
    },
    tail: () => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-tailLines).join('\n'),
  }
}

/** Lines that a server writes between the two steps are lost; what it was told before is in `<file>.1`. */
export function boundLog(file: string, limit = bytesMax): void {
  try {
    if (statSync(file).size <= limit) return
    copyFileSync(file, `${file}.1`)
    truncateSync(file)
  } catch {
    // A full disk, or a folder that was removed: what runs matters more than what is written about it.
  }
}

function toLines(print: Printer): Output {
  const tail: string[] = []
  return {
    stdio: ['pipe', 'pipe'],
    follow(child) {
      for (const stream of [child.stdout!, child.stderr!]) {
        createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
          tail.push(print(line))
          if (tail.length > tailLines) tail.shift()
        })
      }
    },
    tail: () => tail.join('\n'),
  }
}
