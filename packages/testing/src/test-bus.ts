import { randomBytes } from 'node:crypto'
import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { BusSettings } from '@lingzhi/bus/settings'
import { factStreams } from '@lingzhi/contracts/streams'
import { silentLog } from './silent-log.ts'
import type { Test } from './test-servers.ts'
import { required } from './test-servers.ts'

export interface TestBus {
  bus: Bus
  settings: BusSettings
}

/** A bus under a prefix of the test's own, with the fact streams; its streams go at the end of the test. */
export async function testBus(t: Test, url = required('TEST_NATS_URL')): Promise<TestBus> {
  const prefix = `t${randomBytes(6).toString('hex')}.`
  const settings = { NATS_URL: url, NATS_PREFIX: prefix, NATS_REPLICAS: 1 }
  const bus = await openBus(settings, 'test', silentLog)
  t.teardown(async () => {
    const own = bus.resource('')
    for await (const { config } of bus.jsm.streams.list()) {
      // An object store's stream is named OBJ_ plus the store's name.
      if (config.name.replace(/^OBJ_/, '').startsWith(own)) await bus.jsm.streams.delete(config.name)
    }
    await bus.close()
  })
  // A server removes the folder of all streams with the last of them, even while another test is creating one: this
  // one stays, so that none is ever the last.
  await bus.jsm.streams.add({ name: 'tests', subjects: ['tests'] })
  await ensureFactStreams(bus, factStreams)
  return { bus, settings }
}
