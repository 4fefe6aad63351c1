import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const tailLines = 12

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

/** The process holds the file itself, so that it keeps working when the launcher is gone. */
function toFile(file: string): Output {
  const descriptor = openSync(file, 'w', 0o600)
  return {
    stdio: [descriptor, descriptor],
    follow: () => closeSync(descriptor),
    tail: () => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-tailLines).join('\n'),
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
