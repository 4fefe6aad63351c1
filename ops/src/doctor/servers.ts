import { once } from 'node:events'
import { openRedis } from '@lingzhi/cache/open-redis'
import { withDatabase } from '@lingzhi/contracts/services'
import { explainDatabase } from '@lingzhi/db/explain'
import { withoutPasswords } from '@lingzhi/runtime/address'
import { within } from '@lingzhi/runtime/within'
import { messageOf } from '@lingzhi/stack/fault'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from 'nats'
import pg from 'pg'
import { pino } from 'pino'
import { ill, type Look } from './look.ts'

const waitMs = 5_000

export const database: Look = {
  name: 'database',
  async look({ deployment }) {
    const { adminUrl } = await deployment.servers()
    const urls = deployment.stack()
      ? [adminUrl, ...(await Promise.all(withDatabase.map((service) => deployment.databaseOf(service))))]
      : [adminUrl]
    const faults: string[] = []
    for (const url of urls) {
      const client = new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: waitMs,
        query_timeout: waitMs,
      })
      client.on('error', () => {})
      try {
        await client.connect()
        const { rows } = await client.query<{ used: number; most: number }>(
          "select count(*)::int as used, current_setting('max_connections')::int as most from pg_stat_activity",
        )
        const { used, most } = rows[0]!
        if (used > most * 0.9) faults.push(`${used} of ${most} connections are in use`)
      } catch (error) {
        const name = URL.parse(url)?.pathname.slice(1)
        faults.push(`${name}: ${explainDatabase(error) ?? withoutPasswords(messageOf(error))}`)
      } finally {
        await client.end().catch(() => {})
      }
    }
    if (faults.length > 0)
      return ill([...new Set(faults)].join('\n'), 'DATABASE_URL names the server; its log says more')
    return `${urls.length} databases let us in`
  },
}

export const redis: Look = {
  name: 'redis',
  async look({ deployment }) {
    const { redisUrl } = await deployment.servers()
    const cache = openRedis({ REDIS_URL: redisUrl }, pino({ level: 'silent' }))
    try {
      // Rejects with the first error: a wrong password is none that time mends.
      await within(waitMs, once(cache, 'ready'))
      return await within(waitMs, look())
    } catch (error) {
      return ill(messageOf(error), 'start Redis, or correct REDIS_URL and REDIS_PASSWORD; its log says more')
    } finally {
      cache.disconnect()
    }

    async function look() {
      const info = String(await cache.info())
      const value = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? ''
      const policy = value('maxmemory_policy')
      const [used, most] = [Number(value('used_memory')), Number(value('maxmemory'))]
      try {
        await cache.set('lingzhi:doctor', '1', 'PX', 1_000)
      } catch (error) {
        return ill(
          `it refuses writes: ${messageOf(error)}`,
          /OOM/.test(messageOf(error))
            ? 'raise maxmemory (REDIS_MAXMEMORY in Compose)'
            : /MISCONF/.test(messageOf(error))
              ? 'it cannot save to its disk: make room there, or look at its log'
              : /READONLY/.test(messageOf(error))
                ? 'REDIS_URL names a replica: name the primary'
                : 'its log says more',
        )
      }
      if (policy && policy !== 'noeviction')
        return ill(
          `it drops keys in use when it is full (${policy})`,
          'config set maxmemory-policy noeviction, and in its configuration: it holds running answers, not only a cache',
        )
      if (most > 0 && used / most > 0.9)
        return ill(`${Math.round((used / most) * 100)} % of its memory is used`, 'raise maxmemory')
      return `takes writes, ${Math.round(used / 1_048_576)} MB used${most ? ` of ${Math.round(most / 1_048_576)}` : ''}`
    }
  },
}

export const bus: Look = {
  name: 'nats',
  async look({ deployment }) {
    const { natsUrl } = await deployment.servers()
    try {
      const url = new URL(natsUrl.split(',')[0]!)
      const connection = await connect({
        servers: natsUrl.split(',').map((one) => new URL(one).host),
        user: decodeURIComponent(url.username),
        pass: decodeURIComponent(url.password),
        timeout: waitMs,
        reconnect: false,
      })
      try {
        const manager = await within(waitMs, jetstreamManager(connection))
        const { storage, limits } = await manager.getAccountInfo()
        if (limits.max_storage > 0 && storage / limits.max_storage > 0.9)
          return ill(
            'its storage is nearly full',
            'raise max_file_store, or look which stream grows: nats stream ls',
          )
        return `JetStream responds, ${Math.round(storage / 1_048_576)} MB stored`
      } finally {
        await connection.close()
      }
    } catch (error) {
      return ill(
        messageOf(error),
        'start NATS with JetStream, or correct NATS_URL and its password; after a full disk nats-server 2.9 has to be started anew',
      )
    }
  },
}
