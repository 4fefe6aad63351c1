import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openStore } from '@lingzhi/objects/open-store'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { sql } from 'kysely'
import { request } from 'undici'
import { migrationsOf } from '../harness/checkout.ts'
import { newRun } from '../harness/new-run.ts'
import { randomFrom } from '../harness/random.ts'
import { print } from '../harness/report.ts'
import type { Service } from '../harness/start-service.ts'
import { startService } from '../harness/start-service.ts'

// kill -9 of a replica that receives files and looks at them, again and again. What was accepted is there, byte for byte; what was not is
// there whole or not at all; nothing stays half, no object is left over, and the quota is what the files take. Exit code 1 otherwise.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    /** Uploads under way at each kill. */
    each: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const kills = Number(values.kills)
const each = Number(values.each)
const random = randomFrom(Number(values.seed))
const endMaxMs = 180_000
const storeMaxBytes = 1024 ** 3
const pieceBytes = 64 * 1024

const bench = newRun()
const faults: string[] = []
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

try {
  print(`uploads: ${kills} kills, ${each} uploads at each, --seed ${values.seed}`)
  const { db, settings: database } = await testDatabase<never>(bench, migrationsOf('files'))
  const { bus, settings } = await testBus(bench)
  const identity = await testIdentity(bench, bus)
  const environment = {
    NATS_URL: settings.NATS_URL,
    NATS_PREFIX: settings.NATS_PREFIX,
    NATS_REPLICAS: '1',
    FILES_STORE_MAX_BYTES: String(storeMaxBytes),
    DATABASE_URL: database.DATABASE_URL,
    LOG_LEVEL: 'fatal',
    FILES_LINK_SECRET: 'a secret of a drill',
    FILES_LEASE_MS: '2000',
  }
  const ports = [await freePort(), await freePort()]
  const replicas: Service[] = []
  bench.teardown(() => Promise.all(replicas.map((replica) => replica.stop())))
  const start = async (index: number) => {
    replicas[index] = await startService('files', environment, { port: ports[index]! })
  }
  for (const index of ports.keys()) await start(index)
  const people = await Promise.all([1, 2, 3].map(() => identity.user({ expiresIn: '2h' })))

  /** In a form, piece by piece, as over a slow line. Undefined: nobody said whether it was taken. */
  async function upload(url: string, headers: Record<string, string>, text: Buffer) {
    const boundary = '----a-drill'
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`
    const body = Buffer.concat([Buffer.from(head), text, Buffer.from(`\r\n--${boundary}--\r\n`)])
    const slowly = async function* () {
      for (let at = 0; at < body.length; at += pieceBytes) {
        yield body.subarray(at, at + pieceBytes)
        await pause(random(20))
      }
    }
    const sent = await request(`${url}/api/v1/files/upload`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': String(body.length),
      },
      body: Readable.from(slowly()),
    }).catch(() => undefined)
    const told = await sent?.body.json().catch(() => undefined)
    if (sent && sent.statusCode !== 201) faults.push(`an upload was answered with ${sent.statusCode}`)
    return (told as { data: { id: string } } | undefined)?.data.id
  }

  const begun = new Map<string, string>()
  const taken: { id: string; sha: string; headers: Record<string, string> }[] = []
  for (let kill = 0; kill < kills; kill++) {
    const uploads = Array.from({ length: each }, async (_, n) => {
      const { id: owner, headers } = people[random(people.length)]!
      const line = `${kill}.${n} ${randomUUID()}\n`
      const text = Buffer.from(line.repeat(1 + random(40_000)))
      const sha = sha256(text)
      begun.set(sha, owner)
      const id = await upload(replicas[n % replicas.length]!.url, headers, text)
      if (id !== undefined) taken.push({ id, sha, headers })
    })
    await pause(random(700))
    const index = random(replicas.length)
    await replicas[index]?.kill()
    await start(index)
    await Promise.all(uploads)
    if ((kill + 1) % 5 === 0) print(`${kill + 1} kills, ${taken.length} of ${begun.size} files taken`)
  }

  const underWay = async () => {
    const { rows } = await sql<{ left: number }>`select count(*)::int as left from files
      where status in ('uploading', 'processing') or removed_at is not null`.execute(db)
    return rows[0]?.left ?? 0
  }
  const deadline = performance.now() + endMaxMs
  while ((await underWay()) > 0 && performance.now() < deadline) await pause(250)
  if ((await underWay()) > 0) faults.push(`${await underWay()} files are under way for ever`)

  for (const { id, sha, headers } of taken) {
    const url = replicas[random(replicas.length)]?.url
    const response = await fetch(`${url}/api/v1/files/${id}/download`, { headers })
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (response.status !== 200) faults.push(`${id} was taken, and is answered with ${response.status}`)
    else if (sha256(bytes) !== sha) faults.push(`${id} has other bytes than were sent`)
  }
  const { rows: kept } = await sql<{ id: string; user_id: string; sha256: string; status: string }>`
    select id, user_id, sha256, status from files`.execute(db)
  for (const { id, user_id, sha256: sha, status } of kept) {
    if (status !== 'ready') faults.push(`${id} is ${status}`)
    if (begun.get(sha) !== user_id) faults.push(`${id} is nothing that this person sent whole`)
  }
  const { rows: quotas } = await sql<{ user_id: string }>`select user_id from quota q
    where files <> (select count(*) from files f where f.user_id = q.user_id)
      or bytes <> (select coalesce(sum(reserved), 0) from files f where f.user_id = q.user_id)`.execute(db)
  for (const { user_id } of quotas) faults.push(`the quota of ${user_id} is not what the files take`)

  const { rows: named } = await sql<{ object: string }>`select object from file_objects`.execute(db)
  const names = new Set(named.map(({ object }) => object))
  const stored = new Set<string>()
  const store = openStore(
    bus,
    'FILES',
    { FILES_STORE_MAX_BYTES: storeMaxBytes },
    { bucket: 'files', keepDays: null },
  )
  for await (const { name } of store.list('file/')) stored.add(name)
  for (const name of stored) if (!names.has(name)) faults.push(`${name} is stored, and no file’s`)
  for (const name of names) if (!stored.has(name)) faults.push(`${name} is not stored`)

  print(`${taken.length} of ${begun.size} files taken, ${kept.length} kept, ${stored.size} objects`)
  for (const fault of faults.slice(0, 20)) print(`VIOLATION ${fault}`)
  print(faults.length === 0 ? 'every file is whole or gone' : `${faults.length} violations`)
  if (faults.length > 0) process.exitCode = 1
} finally {
  await bench.close()
}
