import { withDatabase } from '@lingzhi/contracts/services'
import { Fault } from '@lingzhi/stack/fault'
import { databasesThere } from '../backup/databases.ts'
import { deploymentThere } from '../deployment/open-target.ts'
import { type Naming, rowsNaming } from '../deployment/rows-naming.ts'
import type { Command } from '../run/command.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Tables that go on naming an account that is gone, each with its reason: docs/operations.md says until when. */
const mayStay: Readonly<Record<string, string>> = {
  'auth.audit_log': 'who did what, kept for AUDIT_DAYS',
  'chat.deleted_users': 'so that nothing of the account comes back',
  'export.deleted_users': 'so that nothing of the account comes back',
  'files.deleted_users': 'so that nothing of the account comes back',
  'learning.deleted_users': 'so that nothing of the account comes back',
}

export const command: Command = {
  summary: 'counts, table by table, the rows that still name an account: none, once it was deleted',
  usage: '<user id>',
  positionals: { min: 1, max: 1 },
  changes: false,
  async run(run) {
    const { words, check, signal } = run
    const deployment = await deploymentThere(run)
    const id = words[0]!.toLowerCase()
    if (!uuid.test(id)) throw new Fault('erased takes the id of an account, as `users --json` tells it.')
    const there = await databasesThere(deployment, (await deployment.servers()).adminUrl)
    const tables: (Naming & { service: string; stays: string | null })[] = []
    for (const service of withDatabase) {
      if (!there.some((one) => one.service === service)) continue
      await check(service, async () => {
        const found = await rowsNaming(await deployment.databaseOf(service), id, signal)
        const named = found.map((one) => ({
          service,
          ...one,
          stays: mayStay[`${service}.${one.table}`] ?? null,
        }))
        tables.push(...named)
        const lines = named.map(({ table, rows, stays }) => `${table}: ${rows}${stays ? ` (${stays})` : ''}`)
        return { ok: named.every(({ stays }) => stays !== null), detail: lines.join('\n') || 'nothing' }
      })
    }
    return { user_id: id, tables }
  },
}
