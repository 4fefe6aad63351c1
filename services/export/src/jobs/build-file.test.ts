import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import t from 'tap'
import { storedParts } from '../files/parts.queries.ts'
import { conversation } from '../test-chat.ts'
import { sha256, startTestJobs, texts } from '../test-jobs.ts'

t.test(
  'a job builds a file in parts that is what a direct download is, in every format and compression',
  async (t) => {
    const { call, complete, db } = await startTestJobs(t, (id) => [
      conversation(id, 'One', texts(40)),
      conversation(id, 'Two', texts(7)),
    ])
    for (const format of ['ndjson', 'json', 'csv', 'md']) {
      const direct = (await call('GET', `/api/conversations/export-all?format=${format}`)).rawPayload
      for (const compression of ['none', 'gzip', 'zstd'] as const) {
        const { job, file } = await complete({ format, compression })
        t.match(job, { rows: 47, bytes: file.length, sha256: sha256(file), percent: 100 })
        const parts = await storedParts(db, job.id)
        t.ok(parts.length > 2, 'made of several parts')
        // Node unpacks the first frame of zstd only, so each part by itself here; `zstd -d` unpacks them all.
        const frames = parts.map(({ bytes }, n) => {
          const start = parts.slice(0, n).reduce((sum, part) => sum + part.bytes, 0)
          return file.subarray(start, start + bytes)
        })
        const unpack = {
          none: () => file,
          gzip: () => gunzipSync(file),
          zstd: () => Buffer.concat(frames.map((frame) => zstdDecompressSync(frame))),
        }
        const unpacked = unpack[compression]()
        t.ok(unpacked.equals(direct), `${format}, ${compression}`)
      }
    }
    t.match((await call('GET', '/api/exports?limit=5')).json().data, {
      exports: Array(5).fill({ status: 'completed' }),
      next_cursor: String,
    })
  },
)
