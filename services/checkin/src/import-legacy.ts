import { parseArgs } from 'node:util'
import { LegacyEnd, LegacyPoints } from '@lingzhi/contracts/legacy-import'
import { openDb } from '@lingzhi/db/open-db'
import { databaseSettings } from '@lingzhi/db/settings'
import { calendarIn } from '@lingzhi/runtime/calendar'
import { readJsonLines, writeJsonLine } from '@lingzhi/runtime/json-lines'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Database } from './database.ts'
import { importPoints } from './legacy/import-points.ts'

// node src/import-legacy.ts [--zone <IANA zone>] [--dry-run]: balances and check-ins of a replaced system, a line each on standard
// input, as contracts/legacy-import says; `npm run ops -- import-legacy` sends them. Needs the database only.

const log = createLogger('checkin', 'warn')
const isPoints = Compile(LegacyPoints)
const isEnd = Compile(LegacyEnd)

try {
  const db = openDb<Database>(loadConfig(Type.Object(databaseSettings), process.env), log)
  const { values } = parseArgs({
    options: {
      zone: { type: 'string', default: 'Asia/Shanghai' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const at = new Date()
  const importing = { dryRun: values['dry-run'], today: calendarIn(values.zone)(at), at }
  try {
    for await (const line of readJsonLines(process.stdin)) {
      if (isPoints.Check(line)) await writeJsonLine(process.stdout, await importPoints(db, line, importing))
      else if (!isEnd.Check(line)) throw new Error('a line is not what contracts/legacy-import says')
    }
  } finally {
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError) log.fatal(err.message)
  else log.fatal({ err }, 'importing points failed')
  process.exitCode = 1
}
