import { statfsSync } from 'node:fs'
import { listenError } from '@lingzhi/stack/infrastructure/free-port'
import pg from 'pg'
import { ill, type Look } from './look.ts'

/** Below this share, or this much, a busy day may fill the disk. */
const freeShareMin = 0.1
const freeBytesMin = 1_000_000_000
/** Tokens and signed requests allow about a minute. */
const clockOffMaxMs = 30_000

export const port: Look = {
  name: 'port',
  async look({ deployment }) {
    const { host, port } = deployment.settings
    if (deployment.stack()) return `${deployment.stack()!.gateway_url} is ours`
    if (port === 0) return 'a free one is taken'
    const code = await listenError(port, host)
    if (code === null) return `${host}:${port} is free`
    if (code === 'EADDRINUSE')
      return ill(
        `port ${port} is in use by another program`,
        `PORT=9000 npm start, or end that program: ss -ltnp 'sport = :${port}' names it`,
      )
    return ill(
      `${host}:${port} cannot be listened on (${code})`,
      code === 'EACCES' ? 'choose a PORT above 1023' : 'HOST is no address of this machine',
    )
  },
}

export const disk: Look = {
  name: 'disk',
  async look({ deployment: { dataDir } }) {
    const { bavail, blocks, bsize, ffree, files } = statfsSync(dataDir)
    const free = bavail * bsize
    const told = `${Math.round(free / 1_000_000)} MB free in ${dataDir}, ${Math.round((bavail / blocks) * 100)} %`
    if (free < freeBytesMin || bavail / blocks < freeShareMin)
      return ill(
        told,
        'make room, or move DATA_DIR: everything stops taking writes when it is used up; old backups and releases are the first to look at',
      )
    if (files > 0 && ffree / files < 0.05)
      return ill(`${told}; nearly no inodes left`, 'remove small files there')
    return told
  },
}

export const clock: Look = {
  name: 'clock',
  async look({ deployment }) {
    const { adminUrl } = await deployment.servers()
    const client = new pg.Client({
      connectionString: adminUrl,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      const asked = Date.now()
      const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
      const offMs = rows[0]!.now.getTime() - (asked + Date.now()) / 2
      if (Math.abs(offMs) > clockOffMaxMs)
        return ill(
          `this machine and the database differ by ${Math.round(offMs / 1000)} s`,
          'let both follow one time server: timedatectl set-ntp true',
        )
    } finally {
      await client.end().catch(() => {})
    }
    return (await offToTheWorld(deployment.env)) ?? 'this machine and the database agree'
  },
}

/** The provider's clock, where one is reached: a machine whose own database runs on it cannot see that both are off. */
async function offToTheWorld(env: NodeJS.ProcessEnv) {
  const base = env.LLM_BASE_URL
  if (!base) return undefined
  const asked = Date.now()
  const date = await fetch(base, { method: 'HEAD', signal: AbortSignal.timeout(5_000) }).then(
    (response) => Date.parse(response.headers.get('date') ?? ''),
    () => Number.NaN,
  )
  const offMs = date - (asked + Date.now()) / 2
  if (Number.isNaN(offMs) || Math.abs(offMs) <= clockOffMaxMs) return undefined
  return ill(
    `this machine's clock is ${Math.round(-offMs / 1000)} s ahead of the provider's`,
    'timedatectl set-ntp true',
  )
}
