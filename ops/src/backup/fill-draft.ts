import { readFileSync } from 'node:fs'
import type { Bus } from '@lingzhi/bus/open-bus'
import { isGiven } from '@lingzhi/stack/environment/setting-of'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { storedAs } from '@lingzhi/stack/platform/environments'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { BackupOptions } from './backup-options.ts'
import { sizeOf } from './backups-folder.ts'
import { openSnapshot, type Snapshot } from './database-snapshot.ts'
import { dumpDatabase } from './dump-database.ts'
import { fingerprintOf } from './fingerprint.ts'
import { knownSettings, sealingSecrets } from './known-settings.ts'
import { type Manifest, type StreamRecord, writeManifest } from './manifest.ts'
import { ourStreams, streamInfo } from './our-streams.ts'
import { productHere } from './product.ts'
import { megabytes } from './room.ts'
import { keyFile, newSeal } from './seal.ts'
import { snapshotStream } from './snapshot-stream.ts'
import { bytesOf, type Store, store } from './stored-files.ts'
import { type TailMessage, tailOf } from './stream-tail.ts'

export type Source = {
  id: string
  draft: string
  bus: Bus
  databases: { service: string; name: string; bytes: number }[]
  adminUrl: string
}

/** Takes everything into the draft, in the order of docs/decisions/0028, and writes the manifest last. */
export async function fillDraft(deployment: Deployment, options: BackupOptions, source: Source) {
  const { run, passphrase, encrypt = false, withSecrets = false, reason = 'asked' } = options
  const { id, draft, bus, adminUrl } = source
  const { env, dataDir } = deployment
  const sealing = passphrase && (encrypt || withSecrets) ? await newSeal(passphrase) : undefined
  const files: Store['files'] = {}
  const to: Store = { folder: draft, seal: encrypt ? sealing?.seal : undefined, signal: run.signal, files }
  if (sealing) await store({ ...to, seal: undefined }, keyFile, bytesOf(sealing.key))

  const { facts, others, objects } = ourStreams(bus)
  const streams: Record<string, StreamRecord> = {}
  const take = async (names: string[], tell: (detail: string) => void) => {
    for (const name of names)
      if (await streamInfo(bus, name)) streams[name] = await snapshotStream(bus, to, name)
    const messages = names.reduce((sum, name) => sum + (streams[name]?.state.messages ?? 0), 0)
    tell(`${names.filter((name) => streams[name]).join(', ') || 'none'}: ${messages} messages`)
  }
  await run.step('streams', (tell) => take([...facts, ...others], tell))

  const snapshots = new Map<string, Snapshot>()
  const records: Manifest['databases'] = {}
  try {
    const tails = await run.step('one moment of all databases', async (tell) => {
      const opening = source.databases.map(async ({ service, name }) =>
        snapshots.set(service, await openSnapshot({ adminUrl, database: name, role: name })),
      )
      // All of them are waited for, so that none is left open.
      const failed = (await Promise.allSettled(opening)).find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
      const found: TailMessage[] = []
      for (const name of facts) {
        const taken = streams[name]
        if (taken) found.push(...(await tailOf(bus, name, taken.state.last_seq)))
        // Made a moment ago, by the first service to start: whole is as good.
        else if (await streamInfo(bus, name)) streams[name] = await snapshotStream(bus, to, name)
      }
      tell(`${found.length} facts since the streams were taken`)
      return found
    })
    await store(to, 'tails.ndjson', bytesOf(tails.map((one) => `${JSON.stringify(one)}\n`).join('')))
    await run.step('files of exports', (tell) => take(objects, tell))
    for (const { service, name } of source.databases)
      await run.step(`database ${service}`, async (tell) => {
        const of = { adminUrl, database: name, role: name, service, env }
        const record = await dumpDatabase(to, snapshots.get(service)!, of)
        records[service] = record
        const rows = Object.values(record.tables).reduce((sum, table) => sum + table.rows, 0)
        tell(`${rows} rows in ${Object.keys(record.tables).length} tables`)
      })
  } finally {
    await Promise.all([...snapshots.values()].map((snapshot) => snapshot.close()))
  }

  await run.step('whole and on the disk', async (tell) => {
    const known = await knownSettings(deployment)
    await store(to, 'settings.json', bytesOf(`${JSON.stringify(known.values, null, 2)}\n`))
    const keys = sealingSecrets(env, openSecrets(dataDir))
    const secretsFile = withSecrets
      ? await store({ ...to, seal: sealing!.seal }, 'secrets.json', bytesOf(secretsText(dataDir, keys)))
      : null
    const manifest: Manifest = {
      format: 1,
      id,
      made_at: new Date().toISOString(),
      reason,
      product: productHere(),
      encrypted: encrypt,
      databases: records,
      streams: { server: bus.nc.info!.version, prefix: bus.resource(''), taken: streams },
      files_elsewhere: isGiven(env, 'EXPORT_S3_URL'),
      secrets: {
        sealing: Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, fingerprintOf(key)])),
        settings: known.secrets,
        file: secretsFile,
      },
      files,
    }
    writeManifest(draft, manifest)
    tell(`${id}, ${megabytes(sizeOf(manifest))}`)
  })
}

/** Everything that was generated here, and the keys that were set: under the names that secrets.json has for them. */
function secretsText(dataDir: string, keys: Record<string, string>): string {
  const { file } = openSecrets(dataDir)
  let generated: object = {}
  try {
    generated = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const set = Object.fromEntries(Object.entries(keys).map(([name, key]) => [storedAs(name), key]))
  return `${JSON.stringify({ ...generated, ...set }, null, 2)}\n`
}
