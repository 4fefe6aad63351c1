import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Test } from '@lingzhi/testing/test-servers'

/** A replica in a process of its own, to be killed, paused or stopped. Killed at the end of the test. */
export async function startReplicaProcess(t: Test, env: Record<string, string>) {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, [main], {
    env: { ...env, PATH: process.env.PATH, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const { promise: started, resolve, reject } = Promise.withResolvers<void>()
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (process.env.TEST_LOG) process.stderr.write(text)
    if (/"msg":"started"/.test(text)) resolve()
  })
  child.once('exit', () => reject(new Error(`the replica did not start: ${output}`)))
  await started
  return { child, gone }
}
