import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { compileCacheOf, serviceUser } from './service-user.ts'

const notes: string[] = []
const note = (line: string) => void notes.push(line)
const isRoot = process.getuid?.() === 0
const checkout = mkdtempSync(join(realpathSync(tmpdir()), 'service-user-'))
t.teardown(() => rmSync(checkout, { recursive: true, force: true }))
writeFileSync(join(checkout, 'package.json'), '{}')
chmodSync(checkout, 0o755)

t.test('who is not root stays who they are', async (t) => {
  t.equal(serviceUser({ checkout, env: {} }, note, 1000), undefined)
  t.same(notes, [])
})

t.test(
  'started by root, services run as a user who owns nothing',
  { skip: !isRoot && 'not root' },
  async (t) => {
    const user = serviceUser({ checkout, env: {} }, note)
    if (!user) return t.fail(notes.join())
    t.not(user.uid, 0)
    const { stdout } = spawnSync('/usr/bin/id', ['-u'], { ...user, encoding: 'utf8' })
    t.equal(Number(stdout), user.uid)
  },
)

t.test(
  'where that user may not read the checkout or a secret, root stays and says so',
  { skip: !isRoot && 'not root' },
  async (t) => {
    const secret = join(checkout, 'password')
    writeFileSync(secret, 'x', { mode: 0o600 })
    t.equal(serviceUser({ checkout, env: { ADMIN_PASSWORD_FILE: secret } }, note), undefined)
    t.match(notes.at(-1), secret)
    const closed = join(checkout, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    writeFileSync(join(closed, 'package.json'), '{}')
    t.equal(serviceUser({ checkout: closed, env: {} }, note), undefined)
    t.match(notes.at(-1), 'run as root')
  },
)

t.test(
  'compiled modules of the services are in a folder that is theirs alone',
  { skip: !isRoot && 'not root' },
  async (t) => {
    const user = serviceUser({ checkout, env: {} }, note)
    t.same(compileCacheOf(checkout, undefined), {})
    const { NODE_COMPILE_CACHE: folder } = compileCacheOf(checkout, user ?? { uid: 65_534, gid: 65_534 })
    const { uid, mode } = statSync(folder!)
    t.not(uid, 0)
    t.equal(mode & 0o077, 0)
  },
)
