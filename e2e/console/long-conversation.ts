import { databaseUrl } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import pg from 'pg'
import type { Page } from 'playwright-core'
import type { Stack } from '../start-stack.ts'

const paragraph =
  '春江潮水连海平，**海上明月**共潮生。滟滟随波千万里，`何处`春江无月明。\n\n- 江流宛转绕芳甸\n- 月照花林皆似霰'

/**
 * Lets a conversation have so many messages: directly in the database, because as many questions would take minutes.
 * Resolves to the id of its first message.
 */
export async function lengthen(
  stack: Pick<Stack, 'processes'>,
  dataDir: string,
  conversationId: string,
  messages: number,
): Promise<string> {
  const port = stack.processes.find(({ name }) => name === 'postgres')?.port
  const secrets = openSecrets(dataDir)
  const missing = () => {
    throw new Error('the stack has no secrets')
  }
  const secret = secrets.get('databasePassword.lingzhi_chat', missing)
  const client = new pg.Client({
    connectionString: databaseUrl(`postgresql://127.0.0.1:${port}`, 'lingzhi_chat', secret),
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
  })
  try {
    await client.connect()
    await client.query(
      `insert into messages (id, conversation_id, parent_id, depth, active, role, status, content, terms, created_at)
       select gen_random_uuid(), $1, null, n, true, case n % 2 when 1 then 'user' else 'assistant' end, 'complete',
         '第 ' || n || ' 条。' || $3::text, '', now()
       from generate_series((select max(depth) + 1 from messages where conversation_id = $1), $2::int) n`,
      [conversationId, messages, paragraph],
    )
    await client.query('update conversations set message_count = $2 where id = $1', [
      conversationId,
      messages,
    ])
    const first = 'select id from messages where conversation_id = $1 and depth = 1'
    return (await client.query(first, [conversationId])).rows[0].id
  } finally {
    await client.end()
  }
}

/** Milliseconds of the page's own thread that `act` takes, whatever else the machine does. */
export async function threadMs(page: Page, act: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
  }
  const before = await spent()
  await act()
  const taken = (await spent()) - before
  await session.detach()
  return taken
}
