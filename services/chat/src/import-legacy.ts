import { parseArgs } from 'node:util'
import { newId } from '@lingzhi/contracts/ids'
import { LegacyAgent, LegacyEnd } from '@lingzhi/contracts/legacy-import'
import { openBulk } from '@lingzhi/db/copy-in'
import { explainDatabase } from '@lingzhi/db/explain'
import { openDb } from '@lingzhi/db/open-db'
import { databaseSettings } from '@lingzhi/db/settings'
import { readJsonLines, writeJsonLine } from '@lingzhi/runtime/json-lines'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Database } from './database.ts'
import { gatherBatches } from './legacy/gather-batches.ts'
import { importAgent } from './legacy/import-agent.ts'
import { storeConversations } from './legacy/store-conversations.ts'

// node src/import-legacy.ts --source <name> [--on-clash skip|rename] [--dry-run]: agents and conversations of a replaced system, a
// line each on standard input, as contracts/legacy-import says; `npm run ops -- import-legacy` sends them. Needs the database only.

const log = createLogger('chat', 'warn')
const isAgent = Compile(LegacyAgent)
const isEnd = Compile(LegacyEnd)

try {
  const config = loadConfig(Type.Object(databaseSettings), process.env)
  const { values } = parseArgs({
    options: {
      source: { type: 'string', default: 'lingzhi' },
      'on-clash': { type: 'string', default: 'skip' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const { source } = values
  const dryRun = values['dry-run']
  const onClash = values['on-clash'] === 'rename' ? 'rename' : 'skip'
  const db = openDb<Database>(config, log)
  const bulk = openBulk<Database>(config, 1, log)
  try {
    const agents = new Map<string, { id: number; name: string }>()
    const jobId = newId()
    const batches = gatherBatches()
    const store = async (full: ReturnType<typeof batches.rest>) => {
      for (const batch of full)
        await writeJsonLine(
          process.stdout,
          await storeConversations(bulk, batch, { source, jobId, dryRun, agents }),
        )
    }
    for await (const line of readJsonLines(process.stdin)) {
      if (isAgent.Check(line)) {
        const { result, agent } = await importAgent(db, line, { source, onClash, dryRun })
        if (agent) agents.set(line.origin, agent)
        await writeJsonLine(process.stdout, result)
      } else await store(isEnd.Check(line) ? batches.rest() : batches.add(line))
    }
  } finally {
    await bulk.close()
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError) log.fatal(err.message)
  else {
    const why = explainDatabase(err)
    log.fatal({ err }, `importing conversations failed${why ? ` (DATABASE_URL): ${why}` : ''}`)
  }
  process.exitCode = 1
}
