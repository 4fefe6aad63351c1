import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { openBus } from '@lingzhi/bus/open-bus'
import { openStore } from '@lingzhi/objects/open-store'
import { eventually } from '@lingzhi/testing/eventually'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'

t.test('the bytes of a removed object are gone from the files of the server, and others stay', async (t) => {
  const nats = await startOwnNats(t)
  const bus = await openBus({ NATS_URL: nats.url, NATS_PREFIX: 'a.', NATS_REPLICAS: 1 }, 'test', silentLog)
  t.teardown(() => bus.close())
  const settings = { FILES_STORE_MAX_BYTES: 100_000_000, FILES_S3_URL: '' }
  const store = openStore(bus, 'FILES', settings, { bucket: 'files', keepDays: null })
  const textOf = (name: string) => Buffer.from(`text of ${name};`.repeat(20_000))
  const timesOnDisk = async (name: string) => {
    const files = await readdir(nats.store, { recursive: true, withFileTypes: true })
    const blocks = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name))
    const texts = await Promise.all(blocks.map((file) => readFile(file, 'latin1')))
    return texts.reduce((sum, text) => sum + text.split(`text of ${name};`).length - 1, 0)
  }
  for (const name of ['first', 'kept', 'last']) await store.put(name, textOf(name))
  t.ok(await eventually(async () => (await timesOnDisk('last')) > 19_000), 'they were there')
  for (const name of ['first', 'last']) {
    await store.remove(name)
    t.equal(await timesOnDisk(name), 0, name)
    await t.rejects(store.get(name))
    await store.remove(name)
  }
  const { pieces } = await store.get('kept')
  t.ok(Buffer.concat(pieces).equals(textOf('kept')))
})
