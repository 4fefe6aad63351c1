import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Fault } from '@lingzhi/stack/fault'

/** Runs a command of the checkout; resolves with its exit code and what it printed. */
export async function runOwn(
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; printed: string }> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (code === null) throw new Fault(`${args[0]} was ended by ${signal}.`)
  return { code, printed }
}
