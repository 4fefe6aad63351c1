import t from 'tap'
import { openUpload } from './open-upload.ts'

t.test('a part that is read in many small pieces is fetched once', async (t) => {
  const fetched: string[] = []
  const parts = ['a', 'b'].map((object, at) => ({
    ...{ job_id: '', number: at + 1, object, bytes: 1_000, sha256: '', stored: true },
  }))
  const upload = openUpload(async (object) => {
    fetched.push(object)
    return { pieces: [Buffer.alloc(400, object), Buffer.alloc(600, object)] } as never
  }, parts as never)
  const textOf = async (from: number, to: number) =>
    Buffer.concat(await Array.fromAsync(upload.read(from, to))).toString()
  for (let from = 0; from < 990; from += 10) t.equal(await textOf(from, from + 10), 'a'.repeat(10))
  t.same(fetched, ['a'])
  t.equal(await textOf(995, 1_005), 'aaaaabbbbb')
  t.same(fetched, ['a', 'b'])
})
