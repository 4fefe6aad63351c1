import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { node24, root, toolsDir } from './checkout.mjs'

// One Ctrl-C in a terminal arrives twice here: from the terminal, and forwarded by npm. A second press
// by a person comes later than this.
const repeatedWithinMs = 300
const parentCheckMs = 500

/**
 * Runs the script on Node 24 and resolves with its exit code. The script has its own process group, so that
 * a signal reaches it exactly once, through here; it learns that this process has died by the IPC channel closing.
 */
export function handOver(script, args) {
  const child = spawn(node24, [script, ...args], {
    cwd: root,
    detached: true,
    // Every process below keeps its compiled (and type-stripped) modules: a start costs half the processor
    // time, and a service 20 MB less.
    env: { NODE_COMPILE_CACHE: join(toolsDir, 'compile-cache'), ...process.env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  const lastAt = {}
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const now = Date.now()
      if (now - (lastAt[signal] ?? 0) > repeatedWithinMs) child.kill(signal)
      lastAt[signal] = now
    })
  }
  if (process.env.npm_lifecycle_event) stopWithParent(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

/** Under npm, losing the parent means npm was killed and no process is left to pass a signal on. */
function stopWithParent(child) {
  const parent = process.ppid
  const check = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(check)
    child.kill('SIGTERM')
  }, parentCheckMs)
  check.unref()
}
