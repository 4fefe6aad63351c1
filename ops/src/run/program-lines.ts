import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Fault } from '@lingzhi/stack/fault'
import type { Asking } from './ask-program.ts'

/** Of what a program says to people so much is kept. */
const saidMax = 1_000
const linesMaxMs = 120_000

/**
 * The lines that a program prints, as they come, so that however much it is needs no room; then, with `both`, the last of what it
 * says to people. A Fault has its last words; whoever stops reading ends it.
 */
export async function* programLines(
  command: string,
  args: string[],
  { env, maxMs = linesMaxMs, both = false }: Pick<Asking, 'env' | 'maxMs' | 'both'> = {},
): AsyncGenerator<string> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: maxMs })
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line)
    if (said.length > saidMax) said.shift()
  })
  const ended = new Promise<number | null>((done, fail) => {
    child.once('error', (error) => fail(new Fault(`${command} does not run: ${error.message}.`)))
    child.once('close', done)
  })
  // It is waited for below; until then its failure is nobody's.
  ended.catch(() => {})
  try {
    yield* createInterface({ input: child.stdout })
    if ((await ended) !== 0)
      throw new Fault(`${command} ${args.slice(0, 3).join(' ')} failed: ${said.slice(-8).join('\n')}`)
    if (both) yield* said
  } finally {
    child.kill()
  }
}
