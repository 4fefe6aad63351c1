import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isRunning, startedAt } from './identity.ts'
import { openRunRecord } from './run-record.ts'

/** A launcher of its own process that starts one child, prints its pid and lives on. */
async function startLauncher(dataDir: string) {
  const code = `
    import { spawn } from 'node:child_process'
    import { openRunRecord } from '${new URL('run-record.ts', import.meta.url)}'
    const record = await openRunRecord(${JSON.stringify(dataDir)})
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
    record.add('child', child.pid)
    process.stdout.write(String(child.pid))`
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [pid] = await once(launcher.stdout, 'data')
  const child = { pid: Number(pid), started: startedAt(Number(pid))! }
  return { launcher, child }
}

async function kill(launcher: ReturnType<typeof spawn>) {
  launcher.kill('SIGKILL')
  await once(launcher, 'exit')
}

t.test("a killed launcher's leftovers are ended by the next one", async (t) => {
  const dataDir = t.testdir()
  const { launcher, child } = await startLauncher(dataDir)
  await kill(launcher)
  t.ok(isRunning(child))
  const notes: string[] = []
  const record = await openRunRecord(dataDir, (line) => notes.push(line))
  t.notOk(isRunning(child))
  t.match(notes, [/left behind: child/])
  record.close()
})

t.test('a second launcher on the same data directory is refused while the first lives', async (t) => {
  const dataDir = t.testdir()
  const { launcher, child } = await startLauncher(dataDir)
  await t.rejects(openRunRecord(dataDir), { name: 'Fault' })
  t.ok(isRunning(child))
  await kill(launcher)
  const record = await openRunRecord(dataDir)
  record.close()
})

t.test('another process that got a recorded pid since is left alone', async (t) => {
  const dataDir = t.testdir()
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const content = {
    dataDir,
    launcher: { pid: stranger.pid, started: 'before' },
    processes: [{ name: 'redis', pid: stranger.pid, started: 'before' }],
  }
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify(content))
  const record = await openRunRecord(dataDir)
  t.ok(startedAt(stranger.pid!))
  record.close()
  await kill(stranger)
})

t.test(
  'a disk that is full while the platform runs ends no run, and what it missed is written later',
  async (t) => {
    const dataDir = t.testdir()
    const file = join(dataDir, 'running.json')
    const notes: string[] = []
    const record = await openRunRecord(dataDir, (line) => notes.push(line))
    const recorded = () => JSON.parse(readFileSync(file, 'utf8')).processes.length
    symlinkSync('/dev/full', `${file}.new`)
    record.add('child', process.pid)
    t.match(notes, [/the disk is full \(ENOSPC\)/], 'told')
    t.equal(recorded(), 0)
    record.add('sibling', process.ppid)
    t.equal(recorded(), 2, 'nothing is lost once there is space')
    symlinkSync('/dev/full', `${file}.new`)
    t.doesNotThrow(() => record.remove(process.pid), 'stopping goes on in good order')
    t.equal(notes.length, 1, 'once')
    record.close()
  },
)
