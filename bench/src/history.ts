import { parseArgs } from 'node:util'
import { encodeCursor } from '@lingzhi/db/cursor'
import { openDb } from '@lingzhi/db/open-db'
import { silentLog } from '@lingzhi/testing/silent-log'
import { Pool } from 'undici'
import { startChatPlatform } from './harness/chat-platform.ts'
import { newRun } from './harness/new-run.ts'
import { print, quantile } from './harness/report.ts'
import { longestConversation, seedHistory, words } from './harness/seed-history.ts'

// Listing, paging and searching a long history, through the gateway, one request after another: a million messages,
// half of them of one user with 10,000 conversations, the oldest of which has 5,000 messages.

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    conversations: { type: 'string', default: '10000' },
    longest: { type: 'string', default: '5000' },
    runs: { type: 'string', default: '500' },
  },
})
const runs = Number(values.runs)
const longest = Number(values.longest)

const bench = newRun()

try {
  const { gateways, identity, databaseUrl } = await startChatPlatform(bench, { replicas: 1 })
  const user = await identity.user({ expiresIn: '2h' })
  const db = openDb<never>(
    {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_MAX: 1,
      DATABASE_CONNECT_TIMEOUT_MS: 5_000,
      DATABASE_QUERY_TIMEOUT_MS: 1_800_000,
      DATABASE_RETRIES_MAX: 0,
    },
    silentLog,
  )
  const started = performance.now()
  const sizes = { messages: Number(values.messages), conversations: Number(values.conversations), longest }
  await seedHistory(db, { ...sizes, userId: user.id }).finally(() => db.destroy())
  print(
    `history: ${values.messages} messages, one user with ${values.conversations} conversations, the longest of ` +
      `${longest} messages (made in ${Math.round((performance.now() - started) / 1_000)} s); ${runs} runs each`,
  )

  const pool = new Pool(gateways[0]?.url ?? '', { connections: 1 })
  bench.teardown(() => pool.destroy())
  const get = async (path: string) => {
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers: user.headers })
    const text = await body.text()
    if (statusCode !== 200) throw new Error(`${path} returned ${statusCode}: ${text}`)
    return JSON.parse(text).data
  }
  const measure = async (name: string, aimMs: number, path: string, list: string) => {
    for (let n = 0; n < 20; n++) await get(path)
    const taken: number[] = []
    let rows = 0
    for (let n = 0; n < runs; n++) {
      const started = performance.now()
      rows = (await get(path))[list].length
      taken.push(performance.now() - started)
    }
    const [p50, p99] = [0.5, 0.99].map((share) => quantile(taken, share))
    const verdict = (p99 ?? 0) <= aimMs ? '' : '  MISSED'
    print(
      `${name.padEnd(44)} p50 ${p50?.toFixed(1).padStart(6)} ms, p99 ${p99?.toFixed(1).padStart(6)} ms` +
        `  (aim ${aimMs} ms, ${rows} rows)${verdict}`,
    )
  }

  const list = '/api/conversations?limit=20'
  await measure('list, first page', 20, list, 'conversations')
  let cursor = ''
  for (let n = 0; n < 20; n++) cursor = (await get(`${list}${cursor && `&cursor=${cursor}`}`)).next_cursor
  await measure('list, twentieth page', 20, `${list}&cursor=${cursor}`, 'conversations')
  const messages = `/api/conversations/${longestConversation}`
  const last = encodeCursor({ depth: longest - 20 })
  await measure(
    'last page of the longest conversation',
    30,
    `${messages}/messages?limit=20&cursor=${last}`,
    'messages',
  )
  await measure('the longest conversation, newest 200', 30, messages, 'messages')
  const search = (name: string, q: string) =>
    measure(`search: ${name} (${q})`, 150, `${list}&q=${encodeURIComponent(q)}`, 'conversations')
  for (const [name, [chinese, english]] of Object.entries(words)) {
    await search(`${name}, Chinese`, chinese)
    await search(`${name}, English`, english)
  }
  await search('frequent and old', `${words.frequent[0]} ${words.old[0]}`)
  await search('frequent beginning', 'w')
  await search('nowhere', 'nowhere')
} finally {
  await bench.close()
}
