import { randomUUID } from 'node:crypto'
import { dayMs } from '@lingzhi/runtime/time'
import pg from 'pg'

const days = 30

export interface Attendance {
  userId: string
  /** How many days ago there was no check-in; 0 is today. */
  missed: number[]
}

/**
 * A month of check-ins through `record_checkins`, the function of check-in's own database that POST /api/checkin calls:
 * records, ledger, balances, streaks and facts come out as if people had come every day. Directly, because the API takes
 * the day from the server's clock, and no request may choose it. A user who has checked in later is left as they are.
 * Returns how many were recorded.
 */
export async function seedCheckins(
  databaseUrl: string,
  attendances: Attendance[],
  { today, rewards }: { today: string; rewards: number[] },
): Promise<number> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
  })
  client.on('error', () => {})
  let recorded = 0
  try {
    await client.connect()
    for (let ago = days - 1; ago >= 0; ago--) {
      // Noon, so that the moment lies on that day in any zone near enough.
      const at = new Date(Math.min(Date.parse(`${today}T12:00:00Z`) - ago * dayMs, Date.now()))
      const day = new Date(Date.parse(`${today}T00:00:00Z`) - ago * dayMs).toISOString().slice(0, 10)
      const present = attendances.filter(({ missed }) => !missed.includes(ago))
      const rows = present.map(({ userId }) => ({
        user_id: userId,
        day,
        at,
        correlation_id: randomUUID(),
        record_id: randomUUID(),
        entry_id: randomUUID(),
        fact_id: randomUUID(),
      }))
      const text = 'select user_id from record_checkins($1, $2)'
      const { rowCount } = await client.query(text, [JSON.stringify(rows), rewards])
      recorded += rowCount ?? 0
    }
    return recorded
  } finally {
    await client.end().catch(() => {})
  }
}
