import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'

const timeoutMs = 120_000

/** Builds the console of the checkout into a folder. Throws with what Vite printed. */
export async function runVite(root: string, folder: string, signal?: AbortSignal): Promise<void> {
  const args = ['node_modules/vite/bin/vite.js', 'build', '--outDir', resolve(folder), '--emptyOutDir']
  // Two starts of one checkout may build at once: each into a folder of its own, so Vite need not refuse the second.
  const child = spawn(process.execPath, [...args, '--bypass-lock', '--logLevel', 'warn'], {
    cwd: join(root, 'web'),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    ...(signal && { signal }),
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== 0)
    throw new Error(
      `${out}${err}`.trim() || `Vite ended with ${code ?? `a signal, after ${timeoutMs / 1000} s at most`}`,
    )
}
