import { type Bus, openBus } from '@lingzhi/bus/open-bus'
import { busAccess } from '@lingzhi/contracts/bus-access'
import { serviceNames } from '@lingzhi/contracts/services'
import { factStreams } from '@lingzhi/contracts/streams'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { JetStreamApiError, type StreamInfo } from '@nats-io/jetstream'
import { pino } from 'pino'
import type { Deployment } from '../deployment/open-deployment.ts'

/** The bus of this deployment with the account that may do everything. */
export async function openOwnBus({ env }: Pick<Deployment, 'env'>, natsUrl: string): Promise<Bus> {
  const settings = {
    NATS_URL: natsUrl,
    NATS_PREFIX: settingOf(env, 'NATS_PREFIX') ?? '',
    NATS_REPLICAS: Number(settingOf(env, 'NATS_REPLICAS') ?? 1),
  }
  return openBus(settings, 'ops', pino({ level: 'silent' }))
}

/** The streams of this deployment by what they hold; a server may have others'. */
export function ourStreams({ resource }: Pick<Bus, 'resource'>) {
  const facts = factStreams.map(({ name }) => resource(name))
  const queues = serviceNames.flatMap((name) => busAccess[name].queues.map((one) => resource(`work-${one}`)))
  // The stream under an object store has this prefix before the store's own name.
  const objects = serviceNames.flatMap((name) => busAccess[name].stores.map((one) => `OBJ_${resource(one)}`))
  return { facts, others: [resource('poison'), ...queues], objects }
}

const streamNotFound = 10_059

/** Undefined when there is no such stream. */
export async function streamInfo(bus: Bus, name: string): Promise<StreamInfo | undefined> {
  try {
    return await bus.jsm.streams.info(name)
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined
    throw error
  }
}
