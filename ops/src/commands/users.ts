import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Fault } from '@lingzhi/stack/fault'
import pg from 'pg'
import { deploymentThere } from '../deployment/open-target.ts'
import type { Command } from '../run/command.ts'

/** As many as are shown; the console and GET /api/admin/users page through all. */
const usersMax = 1_000

export const command: Command = {
  summary:
    'lists users; `users admin [name]` makes an administrator, or lets one back in (--promote: another user)',
  usage: '[admin [name]]',
  positionals: { min: 0, max: 2 },
  options: { promote: { type: 'boolean' } },
  changes: ([what]) => what === 'admin',
  async run(run) {
    const { words, flag, deployment, env, note, check, dryRun } = run
    const [what, name] = words
    if (what === 'admin') {
      if (dryRun) return undefined
      // It prints a password once, to the terminal and to nothing that is kept.
      const args = ['scripts/admin.ts', ...(flag('promote') ? ['--promote'] : []), ...(name ? [name] : [])]
      const child = spawn(process.execPath, args, {
        env: { ...env, DATA_DIR: deployment.dataDir },
        stdio: ['inherit', flag('json') ? process.stderr : 'inherit', 'inherit'],
      })
      const [code] = (await once(child, 'close')) as [number | null]
      await check('administrator', async () => ({
        ok: code === 0,
        detail: code === 0 ? 'done' : 'not changed',
      }))
      return undefined
    }
    if (what) throw new Fault('users takes nothing, or admin [name].')
    const users = await listUsers(await (await deploymentThere(run)).databaseOf('auth'))
    for (const { username, role, status, created_at } of users)
      note(
        `${username.padEnd(32)} ${role.padEnd(6)} ${status.padEnd(9)} ${created_at.toISOString().slice(0, 10)}`,
      )
    return { users }
  },
}

type User = { id: string; username: string; role: string; status: string; created_at: Date }

async function listUsers(url: string): Promise<User[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<User>(
      'select id, username, role, status, created_at from users order by created_at limit $1',
      [usersMax],
    )
    return rows
  } finally {
    await client.end().catch(() => {})
  }
}
