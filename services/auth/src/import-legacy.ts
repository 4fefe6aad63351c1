import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { LegacyEnd, LegacyOwner, LegacyUser } from '@lingzhi/contracts/legacy-import'
import { explainDatabase } from '@lingzhi/db/explain'
import { openDb } from '@lingzhi/db/open-db'
import { databaseSettings } from '@lingzhi/db/settings'
import { readJsonLines, writeJsonLine } from '@lingzhi/runtime/json-lines'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { findByIdentifier } from './accounts/accounts.queries.ts'
import type { Database } from './database.ts'
import { importUsers } from './legacy/import-users.ts'
import { openPasswords } from './passwords/open-passwords.ts'

// node src/import-legacy.ts --source <name> [--on-clash skip|rename] [--dry-run]: accounts of a replaced system, a line each on
// standard input, as contracts/legacy-import says; `npm run ops -- import-legacy` sends them. Needs the database only.

const log = createLogger('auth', 'warn')
const isUser = Compile(LegacyUser)
const isOwner = Compile(LegacyOwner)
const isEnd = Compile(LegacyEnd)
const batchMax = 100

try {
  const config = loadConfig(Type.Object(databaseSettings), process.env)
  const { values } = parseArgs({
    options: {
      source: { type: 'string', default: 'lingzhi' },
      'on-clash': { type: 'string', default: 'skip' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const db = openDb<Database>(config, log)
  try {
    const passwords = await openPasswords(1)
    const importing = {
      source: values.source,
      onClash: values['on-clash'] === 'rename' ? ('rename' as const) : ('skip' as const),
      dryRun: values['dry-run'],
      noPassword: await passwords.hash(randomBytes(32).toString('base64')),
      at: new Date(),
    }
    const claimed = new Set<string>()
    let batch: LegacyUser[] = []
    const store = async () => {
      for (const result of await importUsers(db, batch, importing, claimed))
        await writeJsonLine(process.stdout, result)
      batch = []
    }
    for await (const line of readJsonLines(process.stdin)) {
      if (isOwner.Check(line)) {
        const user = await findByIdentifier(db, line.identifier)
        await writeJsonLine(process.stdout, { user_id: user?.id ?? null })
        continue
      }
      if (isUser.Check(line)) batch.push(line)
      else if (!isEnd.Check(line)) throw new Error('a line is not what contracts/legacy-import says')
      if (batch.length >= batchMax || !isUser.Check(line)) await store()
    }
  } finally {
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError) log.fatal(err.message)
  else {
    const why = explainDatabase(err)
    log.fatal({ err }, `importing accounts failed${why ? ` (DATABASE_URL): ${why}` : ''}`)
  }
  process.exitCode = 1
}
