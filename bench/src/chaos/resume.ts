import { parseArgs } from 'node:util'
import { Agent } from 'undici'
import { startChatPlatform } from '../harness/chat-platform.ts'
import { newRun } from '../harness/new-run.ts'
import { randomFrom } from '../harness/random.ts'
import { newReader, readPiece } from '../harness/reply-reader.ts'
import { print, quantile } from '../harness/report.ts'

// Streams cut at random bytes and resumed on the other replica with Last-Event-ID, again and again: each has to
// arrive whole, without a gap and without a duplicate. Exit code 1 when one does not.

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '1000' },
    clients: { type: 'string', default: '16' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const streams = Number(values.streams)
const random = randomFrom(Number(values.seed))
/** A stream that was cut so often is read to its end. */
const cutsMax = 30
const pieces = ['春', '江潮水😀', 'a "quoted" word', '\n\ndata: x\n\n', '𠮷', '：', ' ', 'é', '第一，\r\n']

const bench = newRun()

try {
  print(`resume: ${streams} streams, ${values.clients} at once, --seed ${values.seed}`)
  const { gateways, model, identity } = await startChatPlatform(bench, { paired: true })
  const dispatcher = new Agent({ bodyTimeout: 60_000 })
  bench.teardown(() => dispatcher.destroy())
  const { headers } = await identity.user({ expiresIn: '2h' })

  const firstBytes: number[] = []
  const faults: string[] = []
  let cuts = 0
  let resets = 0
  const delta = () => Array.from({ length: 1 + random(4) }, () => pieces[random(pieces.length)]).join('')

  async function readInPieces(index: number) {
    const thought = Array.from({ length: random(6) }, delta)
    const answer = Array.from({ length: 5 + random(40) }, delta)
    const steps = [
      ...thought.map((reasoning) => ({ reasoning })),
      ...answer.flatMap((piece) => [piece, { waitMs: random(12) }]),
    ]
    model.enqueue({ match: `<${index}>`, steps })
    const reader = newReader()
    let at = random(gateways.length)
    for (let cut = 0; reader.ends.length === 0; cut++) {
      const piece = await readPiece(gateways[at]?.url ?? '', reader, {
        dispatcher,
        headers,
        question: cut === 0 ? `<${index}>` : undefined,
        bytesMax: cut < cutsMax ? 1 + random(1_500) : undefined,
      })
      if (piece.status !== 200 || cut > cutsMax + 10) {
        faults.push(`stream ${index}: status ${piece.status} after ${cut} cuts`)
        return
      }
      if (cut > 0 && piece.firstByteMs !== undefined) firstBytes.push(piece.firstByteMs)
      if (reader.ends.length === 0) cuts += 1
      at = (at + 1) % gateways.length
    }
    resets += reader.resets
    const { text, ends } = reader
    if (text.content !== answer.join('') || text.reasoning !== thought.join(''))
      reader.faults.push('the text is not what the model sent')
    if (ends.join() !== 'done') reader.faults.push(`ended with ${ends}`)
    faults.push(...reader.faults.map((fault) => `stream ${index}: ${fault}`))
  }

  let next = 0
  const client = async () => {
    while (next < streams) await readInPieces(next++)
  }
  await Promise.all(Array.from({ length: Number(values.clients) }, client))

  print(`${cuts} cuts, each resumed on the other replica; ${resets} resets`)
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(firstBytes, share).toFixed(1))
  print(`resume to first byte: p50 ${p50} ms, p99 ${p99} ms (aim: p99 ≤ 100 ms)`)
  for (const fault of faults.slice(0, 20)) print(`VIOLATION ${fault}`)
  print(faults.length === 0 ? 'every stream arrived whole, once' : `${faults.length} violations`)
  if (faults.length > 0) process.exitCode = 1
} finally {
  await bench.close()
}
