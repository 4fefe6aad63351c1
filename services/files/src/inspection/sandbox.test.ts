import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { bomb } from '../test-files.ts'
import { runInspector } from './run-inspector.ts'
import { withoutNetwork } from './without-network.ts'

const linux = process.platform === 'linux' ? false : 'only Linux shows what a process may do'

/** The inspector under way, as the system sees it. */
async function inspector(): Promise<string> {
  return eventually(async () => {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ')
    // Behind what takes its network and its environment away, which are the same process before.
    return children.find((pid) => pid !== '' && commandOf(pid).startsWith(`${process.execPath}\0`))
  }, 40_000)
}

const commandOf = (pid: string) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

t.test('a decoder knows no secret, is not root, and ends with whoever asked', { skip: linux }, async (t) => {
  process.env.A_SECRET_OF_THE_TESTS = 'that no decoder sees'
  const stop = new AbortController()
  const looking = runInspector(
    { FILES_INSPECT_MAX_MS: 60_000, FILES_INSPECT_MAX_MB: 512 },
    'image/png',
    bomb(6_000, 6_000),
    stop.signal,
  )
  looking.catch(() => {})
  const pid = await inspector()
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean)
  t.same(environment.map((line) => line.split('=')[0]).sort(), [
    'MALLOC_ARENA_MAX',
    'PATH',
    'UV_THREADPOOL_SIZE',
    'VIPS_BLOCK_UNTRUSTED',
    'VIPS_CONCURRENCY',
  ])
  if ((await withoutNetwork()).length > 0)
    t.not(
      execFileSync('readlink', [`/proc/${pid}/ns/net`]).toString(),
      execFileSync('readlink', ['/proc/self/ns/net']).toString(),
    )
  // It gives root away before it reads the first byte.
  const statusOf = () => {
    try {
      return readFileSync(`/proc/${pid}/status`, 'utf8')
    } catch {
      return ''
    }
  }
  const uid = await eventually(async () => {
    const found = /^Uid:\s+(\d+)/m.exec(statusOf())?.[1]
    return found !== '0' && found
  }, 40_000)
  t.not(uid, '0')
  stop.abort(new Error('enough'))
  await t.rejects(looking, /enough/)
  t.equal(commandOf(pid), '')
})
