import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readJsonLines, writeJsonLine } from '@lingzhi/runtime/json-lines'
import { Fault } from '@lingzhi/stack/fault'

/** Of what a command says on its standard error. */
const saidMaxChars = 4_000

/**
 * Sends values, a line of JSON each, through a command of a service and gives each of its answers, as they come. It is the
 * command that owns the tables. When it fails, or the signal ends it, this rejects with what it said last.
 */
export async function throughDoor<Answer>(
  args: string[],
  env: NodeJS.ProcessEnv,
  {
    values,
    take,
    signal,
  }: {
    values: Iterable<unknown> | AsyncIterable<unknown>
    take: (answer: Answer) => void
    signal: AbortSignal
  },
): Promise<void> {
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const stop = () => void child.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-saidMaxChars)
  })
  const closed = once(child, 'close') as Promise<[number | null, string | null]>
  // A command that ends early closes its input: what it said then tells more than the broken pipe does.
  child.stdin.on('error', () => {})
  const sending = (async () => {
    for await (const value of values) {
      signal.throwIfAborted()
      await writeJsonLine(child.stdin, value)
    }
    await writeJsonLine(child.stdin, { type: 'end' })
    child.stdin.end()
  })()
  const receiving = (async () => {
    for await (const answer of readJsonLines(child.stdout)) take(answer as Answer)
  })()
  const [sent, received] = await Promise.allSettled([
    sending.catch((error) => {
      child.stdin.destroy()
      throw error
    }),
    receiving.catch((error) => {
      stop()
      throw error
    }),
  ])
  const [code, by] = await closed
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (code !== 0) {
    if (/does not exist/.test(said))
      throw new Fault(
        `${args[0]}: the databases are not of this version. Start the platform once, then import.`,
      )
    throw new Fault(`${args[0]} ended (${by ?? `exit code ${code}`}):\n${said.trim()}`)
  }
  if (sent.status === 'rejected') throw sent.reason
  if (received.status === 'rejected') throw received.reason
}
