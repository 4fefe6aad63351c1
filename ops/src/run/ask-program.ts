import { spawn } from 'node:child_process'
import { Fault } from '@lingzhi/stack/fault'

export type Asking = {
  signal?: AbortSignal | undefined
  maxMs?: number
  /** Values that reach the program in its environment, as none belongs on a command line. */
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** What it reads. */
  input?: string
  /** What it says to people as well: `docker logs` has the error output of a container there. */
  both?: boolean
}

const commandMaxMs = 120_000

/** Runs a program of the operator's, such as docker or kubectl; what it printed. A Fault has the program's own last words. */
export async function askProgram(command: string, args: string[], asking: Asking = {}): Promise<string> {
  const child = spawn(command, args, {
    env: asking.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: asking.maxMs ?? commandMaxMs,
    ...(asking.signal && { signal: asking.signal }),
    ...(asking.cwd && { cwd: asking.cwd }),
  })
  // A program that ends before it has read everything says why by itself.
  child.stdin.on('error', () => {}).end(asking.input ?? '')
  let printed = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-8_000)
  })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', (error) => fail(new Fault(`${command} does not run: ${error.message}.`)))
    child.once('close', done)
  })
  if (code === 0) return asking.both ? printed + said : printed
  const words = (said.trim() || printed.trim()).split('\n').slice(-8).join('\n')
  throw new Fault(`${command} ${args.slice(0, 3).join(' ')} failed: ${words || `exit code ${code}`}`)
}
