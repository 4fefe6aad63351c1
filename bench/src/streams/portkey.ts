import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import type { Running } from '../edge/start-process.ts'
import { startProcess } from '../edge/start-process.ts'

const dir = fileURLToPath(new URL('../../../.tools/portkey', import.meta.url))
const installMaxMs = 180_000
// Without these it installs newer versions, with which it does not work.
const manifest = JSON.stringify({
  private: true,
  dependencies: { '@portkey-ai/gateway': '1.15.2' },
  overrides: { hono: '4.9.7', '@hono/node-server': '1.14.0' },
})

/** The yardstick is no dependency of ours: npm installs it at first use, and it is kept. */
async function install(): Promise<string> {
  const main = `${dir}/node_modules/@portkey-ai/gateway/build/start-server.js`
  const kept = await readFile(`${dir}/package.json`, 'utf8').catch(() => '')
  if (kept === manifest && existsSync(main)) return main
  await mkdir(dir, { recursive: true })
  await writeFile(`${dir}/package.json`, manifest)
  const options = ['--no-audit', '--no-fund', '--ignore-scripts']
  await promisify(execFile)('npm', ['install', ...options], { cwd: dir, timeout: installMaxMs })
  return main
}

/** Portkey's gateway as a process of its own. */
export async function startPortkey(): Promise<Running> {
  const main = await install()
  const port = await freePort()
  return startProcess({
    name: 'portkey',
    port,
    command: process.execPath,
    args: [main, `--port=${port}`, '--headless'],
  })
}
