import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

export interface Stack {
  gateway_url: string
  admin: { username: string; password: string }
  processes: { name: string; pid: number; port: number }[]
  /** What the launcher printed so far. */
  output: () => string
  /** Ctrl-C, as a person would; resolves with the exit code when everything has ended. */
  stop: () => Promise<number | null>
  /** As a machine without power does to the launcher; what it started is left running. */
  kill: () => Promise<unknown>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const readyMaxMs = 180_000
/** Characters: far more than a test makes the services log. */
const outputMax = 50_000_000

/**
 * A data directory of the test's own; the launcher may be started in it several times. By its name the next
 * `npm test` knows it, ends what still runs in it if this test was killed, and removes it.
 */
export function dataDir(t: { teardown: (close: () => unknown) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'lingzhi-test-e2e-'))
  // As root PostgreSQL runs as another user, who has to pass through; its data stayed elsewhere otherwise.
  chmodSync(folder, 0o711)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What any process needs of the environment; everything else is a setting. */
const general = /^(PATH|HOME|USER|SHELL|TMPDIR|TZ|LANG|LC_\w+|NODE_\w+)$/

/**
 * The environment without the settings of the tests' user: the shell's, or those in the checkout's `.env`, may name the
 * servers, the administrator and the model of a real deployment. A name that starts with E2E_ is passed on without
 * that: E2E_REDIS_URL makes the stack use that server.
 */
export function ownEnvironment(folder: string): NodeJS.ProcessEnv {
  const file = join(root, '.env')
  const unset = existsSync(file) ? Object.keys(parseEnv(readFileSync(file, 'utf8'))) : []
  const given = Object.entries(process.env)
  return {
    // A name that is there, even empty, is not read from the file.
    ...Object.fromEntries(unset.map((name) => [name, ''])),
    ...Object.fromEntries(given.filter(([name]) => general.test(name))),
    ...Object.fromEntries(
      given.filter(([name]) => name.startsWith('E2E_')).map(([name, value]) => [name.slice(4), value]),
    ),
    DATA_DIR: folder,
  }
}

/** The stack that `npm start` starts, with its own PostgreSQL, Redis and NATS, on a free port. */
export async function startStack(
  t: { teardown: (close: () => unknown) => void },
  folder: string,
  args: string[] = [],
  settings: NodeJS.ProcessEnv = {},
): Promise<Stack> {
  const file = join(folder, 'stack.json')
  // One that was killed has left it behind.
  rmSync(file, { force: true })
  const env = { ...ownEnvironment(folder), PORT: '0', NO_COLOR: '1', ...settings }
  const child = spawn(process.execPath, ['scripts/start.ts', ...args], { cwd: root, env, stdio: 'pipe' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-outputMax)
    })
  }
  const exited = once(child, 'exit') as Promise<[number | null]>
  let code: number | null | undefined
  void exited.then(([exitCode]) => {
    code = exitCode
  })
  const stop = async () => {
    if (code === undefined) child.kill('SIGINT')
    return (await exited)[0]
  }
  t.teardown(stop)
  const kill = () => {
    child.kill('SIGKILL')
    return exited
  }

  const deadline = Date.now() + readyMaxMs
  while (!existsSync(file)) {
    if (code !== undefined) throw new Error(`the stack ended with ${code}:\n${output}`)
    if (Date.now() > deadline) throw new Error(`the stack was not ready in time:\n${output}`)
    await delay(50)
  }
  return { ...JSON.parse(readFileSync(file, 'utf8')), output: () => output, stop, kill }
}
