import type { Bus } from '@lingzhi/bus/open-bus'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { PreferenceRecords } from '@lingzhi/contracts/export-records'
import type { Test } from '@lingzhi/testing/test-servers'

/** Takes the place of a service that owns records: hands out those of one person, `pageSize` at a time. */
export async function serveTestRecords(
  t: Test,
  bus: Bus,
  { userId, records, pageSize = 2 }: { userId: string; records: { type: string }[]; pageSize?: number },
) {
  const serving = serveBytes(bus, PreferenceRecords, async ({ user_id, cursor }, send) => {
    const from = Number(cursor ?? 0)
    const page = user_id === userId ? records.slice(from, from + pageSize) : []
    send(Buffer.from(page.map((record) => `${JSON.stringify(record)}\n`).join('')))
    const counts: Record<string, number> = {}
    for (const { type } of page) counts[type] = (counts[type] ?? 0) + 1
    return { records: counts, next_cursor: from + pageSize < records.length ? String(from + pageSize) : null }
  })
  t.teardown(serving.close)
  await bus.nc.flush()
}
