import sonicBoom from 'sonic-boom'
import { within } from './within.ts'

/**
 * Standard output for log lines: written as fast as the reader takes them, off the path of the request. A reader that has
 * gone (EPIPE) loses the lines, and never keeps the process or ends it.
 */
export interface LogOutput {
  write: (line: string) => void
  /** False when the reader has not taken every line within `maxMs`: what is left is given up. */
  flush: (maxMs: number) => Promise<boolean>
}

let opened: LogOutput | undefined

/** The process's one output. */
export function logOutput(): LogOutput {
  opened ??= openOutput()
  return opened
}

function openOutput(): LogOutput {
  const boom = new sonicBoom.SonicBoom({ fd: 1, sync: false })
  let gone = false
  const { promise: lost, resolve: lose } = Promise.withResolvers<void>()
  boom.on('error', () => {
    gone = true
    lose()
  })
  // Warnings of Node and of libraries go there; without a listener its loss would be an uncaught error.
  process.stderr.on('error', () => {})
  return {
    write: (line) => {
      if (!gone) boom.write(line)
    },
    flush: async (maxMs) => {
      if (gone) return true
      const written = new Promise<void>((resolve) => boom.flush(() => resolve()))
      return within(maxMs, Promise.race([written, lost])).then(
        () => true,
        () => false,
      )
    },
  }
}
