import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import type { Told } from '../host/test-deployment.ts'
import { filesOf } from '../releases/files-of.ts'
import { placeProgram, withFolder } from './test-program.ts'

type Test = { teardown: (close: () => unknown) => void }

const checkout = fileURLToPath(new URL('../../..', import.meta.url))
/** What a release is looked at for; nothing of it is run. */
const looked =
  /^(services\/\w+\/(src\/(main|app|config)\.ts|README\.md|migrations\/)|services\/checkin\/src|packages\/(contracts|http)\/src|docker\/|k8s\/|scripts\/(bootstrap|secrets)\.mjs|docs\/settings\.md|[^/]+$)/

/** A deployment whose place is a stand-in: `program` on PATH does what `body` says, and nothing of a release is run. */
export function openTestRoot(t: Test, program: string, body: string, settings: Record<string, string>) {
  const root = mkdtempSync(join(realpathSync(tmpdir()), `lingzhi-test-${program}-`))
  t.teardown(() => rmSync(root, { recursive: true, force: true }))
  const programs = join(root, 'programs')
  const place = placeProgram(programs, program, body)
  writeFileSync(
    join(root, '.env'),
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  const files = filesOf(checkout).filter((one) => looked.test(one))
  function release(name: string): string {
    const folder = join(root, 'releases', name)
    mkdirSync(folder, { recursive: true })
    for (const path of files) cpSync(join(checkout, path), join(folder, path))
    return name
  }
  async function ops(...args: string[]): Promise<Told & Record<string, unknown>> {
    const child = spawn(process.execPath, ['scripts/ops.ts', ...args, '--root', root, '--json'], {
      cwd: checkout,
      env: withFolder(systemEnvironment(process.env), programs),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    await new Promise((done) => child.once('close', done))
    return JSON.parse(text)
  }
  return { root, place, release, ops }
}
