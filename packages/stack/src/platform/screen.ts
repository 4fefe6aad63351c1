import { prettyFactory } from 'pino-pretty'
import { Fault, machineFault } from '../fault.ts'

export type Screen = ReturnType<typeof openScreen>

const nameWidth = 10
const palette = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94]

/** The one terminal all processes share: every line starts with the name of its process. */
export function openScreen() {
  const colorize = process.stdout.isTTY === true && process.stdout.hasColors()
  const style = {
    colorize,
    singleLine: true,
    ignore: 'pid,hostname,name,service',
    translateTime: 'SYS:HH:MM:ss',
  }
  const pretty = prettyFactory(style)
  const prettyWithoutStack = prettyFactory({ ...style, errorLikeObjectKeys: [] })
  const colors = new Map<string, number>()
  // A terminal that was closed must not end the launcher before it has stopped its children.
  const { promise: lost, resolve: lose } = Promise.withResolvers<void>()
  process.stdout.on('error', () => lose())
  process.stderr.on('error', () => {})

  function label(name: string): string {
    if (!colors.has(name)) colors.set(name, palette[colors.size % palette.length]!)
    const padded = name.padEnd(nameWidth)
    return colorize ? `\u001b[${colors.get(name)}m${padded} │\u001b[0m` : `${padded} │`
  }
  const read = (line: string): string =>
    ((line.includes('"stack":') ? pretty : prettyWithoutStack)(line) ?? line).trimEnd()
  function lines(name: string, text: string) {
    const prefix = label(name)
    process.stdout.write(text.trimEnd().replace(/^/gm, `${prefix} `).concat('\n'))
  }
  return {
    /** Resolves when nobody reads any more: the terminal was closed, or a command behind a pipe has ended. */
    lost,
    /** A line of a service: pino's JSON made readable, anything else as it is. */
    log(name: string, line: string): string {
      const text = read(line)
      lines(name, text)
      return text
    },
    /** The same line, for a time when it is needed. */
    read,
    note: (text: string) => lines('lingzhi', text),
    write: (text: string) => void process.stdout.write(text),
    fail(error: unknown) {
      const known = error instanceof Fault ? error.message : machineFault(error)
      const text = known ?? (error instanceof Error ? error.stack : String(error))
      process.stderr.write(`\n${text}\n`)
    },
  }
}
