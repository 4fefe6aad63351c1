import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pick } from '@lingzhi/stack/environment/system'
import { freePort, listenError } from '@lingzhi/stack/infrastructure/free-port'

/** Vite's own, which a front end's developer expects. */
const usualPort = 5173

type Hot = { gateway: string; env: NodeJS.ProcessEnv; output: (line: string) => void }

/**
 * Vite's development server beside the gateway: the console's pages as their sources are now, with calls handed on to the
 * gateway. The policy of the pages does not hold there. `stop` ends it.
 */
export async function startHotConsole({ gateway, env, output }: Hot) {
  const port = (await listenError(usualPort, '127.0.0.1')) === null ? usualPort : await freePort()
  const args = [
    'node_modules/vite/bin/vite.js',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--strictPort',
  ]
  const child = spawn(process.execPath, [...args, '--logLevel', 'warn'], {
    cwd: join(process.cwd(), 'web'),
    env: { ...pick(env, ['PATH', 'HOME', 'TMPDIR', 'LANG']), GATEWAY_URL: gateway },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line.trim()) output(line)
    })
  child.on('error', (error) => output(error.message))
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const stop = async () => {
    child.kill()
    await ended
  }
  return { url: `http://127.0.0.1:${port}`, stop }
}
