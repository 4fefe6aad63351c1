import { randomBytes } from 'node:crypto'
import { Agent } from 'undici'
import { bomb } from '../../../services/files/src/test-files.ts'
import { startChatPlatform } from '../harness/chat-platform.ts'
import type { Run } from '../harness/new-run.ts'
import { newReader, readPiece } from '../harness/reply-reader.ts'
import { check, print, quantile } from '../harness/report.ts'
import { watchGrowth } from '../harness/resident-memory.ts'

const streams = 100
const words = Array.from({ length: 200 }, (_, n) => `第${n}句。`)

/** Uploads of 10 MB while streams are held: no stream may lose a token; and a picture that only pretends its size. */
export async function uploadsBesideStreams(bench: Run, { uploads }: { uploads: number }): Promise<void> {
  const { gateways, identity, model, filesService } = await startChatPlatform(bench, {
    replicas: 1,
    files: true,
    settings: { GENERATIONS_MAX: '1000', USER_GENERATIONS_MAX: '1000', USER_WAITING_MAX: '1000' },
  })
  const url = gateways[0]?.url ?? ''
  const dispatcher = new Agent({ connections: streams + uploads, bodyTimeout: 120_000 })
  bench.teardown(() => dispatcher.destroy())
  model.enqueue({ times: 'always', steps: words.flatMap((word) => [word, { waitMs: 50 }]) })

  const users = await Promise.all(Array.from({ length: streams }, () => identity.user({ expiresIn: '2h' })))
  const readers = users.map(() => newReader())
  const reading = readers.map((reader, n) =>
    readPiece(url, reader, { dispatcher, headers: users[n]!.headers, question: `问题 ${n}` }),
  )
  const upload = async (bytes: Buffer, name: string) => {
    const user = await identity.user()
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(bytes)]), name)
    const startedAt = performance.now()
    const response = await fetch(`${url}/api/v1/files/upload`, {
      method: 'POST',
      headers: user.headers,
      body: form,
    })
    return { status: response.status, ms: performance.now() - startedAt }
  }
  const large = () => {
    const bytes = Buffer.alloc(10 * 1024 * 1024 - 64 * 1024, 'x')
    bytes.write('%PDF-1.4\n')
    randomBytes(1_024).copy(bytes, 1_024)
    return bytes
  }
  const sent = await Promise.all(Array.from({ length: uploads }, () => upload(large(), 'large.pdf')))
  await Promise.all(reading)
  const times = sent.map(({ ms }) => ms)
  print(
    `uploads: ${uploads} of 10 MB beside ${streams} streams: p50 ${Math.round(quantile(times, 0.5))} ms, max ${Math.round(Math.max(...times))} ms; statuses ${[...new Set(sent.map(({ status }) => status))]}`,
  )
  const whole = readers.filter(({ text, ends }) => text.content === words.join('') && ends.join() === 'done')
  check(whole.length === streams, `no stream lost a token (${whole.length} of ${streams} are whole)`)

  const grown = await watchGrowth({ files: filesService?.pid ?? 0 })
  const refused = await upload(bomb(14_000, 14_000), 'bomb.png')
  const growth = grown()
  print(
    `a picture of 196 megapixels in few bytes: ${refused.status} after ${Math.round(refused.ms)} ms, files grew by ${Math.round((growth.files ?? 0) / 1e6)} MB (aim: ≤ 2 s, ≤ 60 MB)`,
  )
}
