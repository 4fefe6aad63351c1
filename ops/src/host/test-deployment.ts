import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { filesOf } from '../releases/files-of.ts'

type Test = { teardown: (close: () => unknown) => void }
/** The document of `--json`. */
export type Told = { ok: boolean; error?: string; steps?: Looked[]; checks?: Looked[] }
type Looked = { name: string; ok: boolean; detail: string }

const checkout = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * A deployment of the test's own, with its servers, in a folder that the next `npm test` removes if this test was killed. Its
 * releases are copies of this checkout that share its packages.
 */
export async function openTestDeployment(t: Test, settings: Record<string, string> = {}) {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'lingzhi-test-ops-'))
  chmodSync(root, 0o711)
  const port = await freePort()
  const values = {
    PORT: String(port),
    // What a killed test leaves is found by the record of its processes, which is there.
    DATA_DIR: root,
    DEMO_MODEL_CHARS_PER_SECOND: '3000',
    RATE_LIMIT_FACTOR: '100',
    ...settings,
  }
  writeFileSync(
    join(root, '.env'),
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  mkdirSync(join(root, 'releases'), { mode: 0o755 })

  /** Makes a release; `change` may write into its folder. */
  function release(name: string, change: (folder: string) => void = () => {}): string {
    const folder = join(root, 'releases', name)
    for (const path of filesOf(checkout)) cpSync(join(checkout, path), join(folder, path))
    symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'))
    for (const path of globSync('{services,packages}/*/node_modules', { cwd: checkout }))
      cpSync(join(checkout, path), join(folder, path), { recursive: true, verbatimSymlinks: true })
    for (const unit of ['ops', 'web', 'bench'])
      cpSync(join(checkout, unit, 'node_modules'), join(folder, unit, 'node_modules'), {
        recursive: true,
        verbatimSymlinks: true,
      })
    mkdirSync(join(folder, '.tools'))
    writeFileSync(join(folder, '.tools/installed'), '')
    mkdirSync(join(checkout, '.tools/console'), { recursive: true })
    symlinkSync(join(checkout, '.tools/console'), join(folder, '.tools/console'))
    change(folder)
    return name
  }

  async function ops(...args: string[]): Promise<Told> {
    const child = spawn(process.execPath, ['scripts/ops.ts', ...args, '--root', root, '--json'], {
      cwd: checkout,
      env: systemEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    await new Promise((done) => child.once('close', done))
    return JSON.parse(text)
  }

  t.teardown(async () => {
    await ops('stop')
    rmSync(root, { recursive: true, force: true })
  })
  return { root, gateway: `http://127.0.0.1:${port}`, release, ops }
}
