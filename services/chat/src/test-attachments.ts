import type { Bus } from '@lingzhi/bus/open-bus'
import { serve } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { FileNotFound, VariantNotFound } from '@lingzhi/contracts/file-problems'
import { DescribeFiles, ReadFile } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import type { Test } from '@lingzhi/testing/test-servers'
import type { Static } from 'typebox'

type Described = Static<typeof DescribeFiles.result>['files'][number]
interface TestFile extends Described {
  user_id: string
  text?: string
  /** Of a picture; of a scanned PDF, a picture a page. */
  pictures: string[]
}

/** The other side of the bus: a service with the files that a test gives it, which answers as the contract says. */
export async function serveTestFiles(t: Test, bus: Bus) {
  const files = new Map<string, TestFile>()
  const references: Static<typeof DescribeFiles.request>['reference'][] = []
  const own = (id: string, userId: string) => {
    const file = files.get(id)
    if (file?.user_id !== userId) throw FileNotFound()
    return file
  }
  const described = serve(bus, DescribeFiles, async ({ user_id, file_ids, reference }) => {
    const found = file_ids.map((id) => own(id, user_id))
    references.push(reference)
    return { files: found.map(({ user_id: _, text: __, pictures: ___, ...file }) => file) }
  })
  const read = serveBytes(bus, ReadFile, async ({ user_id, file_id, variant, page }, send) => {
    const file = own(file_id, user_id)
    const found = variant === 'text' ? file.text : file.pictures[(page ?? 1) - 1]
    if (found === undefined) throw VariantNotFound()
    const bytes = Buffer.from(found)
    send(bytes)
    return { media_type: variant === 'text' ? 'text/plain' : 'image/jpeg', bytes: bytes.length }
  })
  t.teardown(async () => {
    await described.close()
    await read.close()
  })
  await bus.nc.flush()
  const add = (userId: string, file: Partial<TestFile>) => {
    const id = newId()
    const none = { width: null, height: null, pages: null, has_text: file.text !== undefined }
    files.set(id, {
      ...{ id, user_id: userId, name: '文件', media_type: 'text/plain', bytes: 9, status: 'ready' },
      ...none,
      pictures: [],
      ...file,
    })
    return id
  }
  return {
    references,
    remove: (id: string) => files.delete(id),
    text: (userId: string, name: string, text: string) => add(userId, { name, text }),
    picture: (userId: string, name: string, bytes: string, status: Described['status'] = 'ready') =>
      add(userId, { name, media_type: 'image/jpeg', width: 1_000, height: 500, pictures: [bytes], status }),
    scan: (userId: string, name: string, pictures: string[]) =>
      add(userId, { name, media_type: 'application/pdf', pages: pictures.length, pictures }),
  }
}
