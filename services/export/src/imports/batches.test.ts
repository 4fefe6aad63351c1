import t from 'tap'
import type { Batch } from './batches.ts'
import { toBatches } from './batches.ts'
import { createPieces } from './formats/lingzhi-pieces.ts'
import type { Found, FoundMessage } from './found.ts'

const at = '2026-03-01T04:00:00.000Z'
const place = { line: 1 }
const head = {
  ...{ key: 'c', title: '', agent_id: null, agent_name: null, created_at: at, last_active: at },
  ...{ pinned: false, archived: false },
}
const message = (n: number, content: string, reasoning = ''): FoundMessage => ({
  ...{ key: String(n), parent: n === 0 ? null : String(n - 1), role: 'assistant', status: 'complete' },
  ...{ content, reasoning, created_at: at, active: true, place },
})

async function batchesOf(found: Iterable<Found>): Promise<Batch[]> {
  const numbered = async function* () {
    for (const one of found) yield { ...one, ordinal: 0 }
  }
  const batches: Batch[] = []
  for await (const batch of toBatches(numbered())) batches.push(batch)
  return batches
}

/** As the reader of our own format hands messages on. */
function* inPieces(messages: FoundMessage[]): Generator<Found> {
  const pieces = createPieces()
  pieces.begin(head, place)
  for (const one of messages) {
    const piece = pieces.add(one)
    if (piece) yield piece
  }
  const rest = pieces.end()
  if (rest) yield rest
}

t.test('a batch is bounded by its bytes, and a message of more goes by itself', async (t) => {
  const long = [message(0, '问'), ...[1, 2, 3].map((n) => message(n, '灵'.repeat(700_000)))]
  const thought = [4, 5].map((n) => message(n, '答', '灵'.repeat(700_000)))
  const short = Array.from({ length: 1_000 }, (_, n) => message(6 + n, '灵'.repeat(1_000)))
  const all = [...long, ...thought, ...short]
  for (const found of [
    [...inPieces(all)],
    [{ head, place, messages: all, continued: false, ends: true, leftOut: 0 }],
  ]) {
    const batches = await batchesOf(found)
    t.equal(
      batches.reduce((sum, { messages }) => sum + messages, 0),
      all.length,
    )
    for (const { messages, lines } of batches) t.ok(messages === 1 || lines.length <= 1_000_000)
    t.ok(batches.length < 15)
  }
  for (const { messages } of inPieces([...long, ...thought]))
    t.ok(messages.length <= 1 || messages[0] === long[0])
})
