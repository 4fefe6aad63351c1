import { createHash } from 'node:crypto'
import {
  createWriteStream,
  mkdirSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { AwsClient } from 'aws4fetch'
import { type Backup, backupsFolder } from './backups-folder.ts'
import { readManifest } from './manifest.ts'
import { syncFolder } from './stored-files.ts'

const requestMaxMs = 3_600_000
const retriesMax = 3
/** What S3 takes in one request. */
const fileMaxBytes = 5 * 1024 ** 3
/** A copy counts once these are there: they come last. */
const heads = ['manifest.sha256', 'manifest.json']

export const isS3 = (target: string): boolean => target.startsWith('s3://')

type Place = { env: NodeJS.ProcessEnv; signal: AbortSignal }

/** Copies a backup to `s3://bucket/folder/<id>`; S3 compares each file with its SHA-256. What is old there the bucket's own rules remove. */
export async function copyToS3({ id, folder }: Backup, target: string, place: Place) {
  const { files } = readManifest(folder)
  const request = opened(target, place)
  const data = Object.keys(files)
  for (const name of [...data, ...heads]) {
    const path = join(folder, name)
    const body = await openAsBlob(path)
    if (body.size > fileMaxBytes) throw new Fault(`${path} is larger than the 5 GiB that S3 takes at once.`)
    const sha256 = files[name]?.sha256 ?? createHash('sha256').update(readFileSync(path)).digest('hex')
    await request('PUT', `${id}/${name}`, { body, headers: { 'x-amz-content-sha256': sha256 } })
  }
}

/** Brings `s3://bucket/folder/<id>` into this deployment's backups; whole or not at all. */
export async function fetchFromS3(dataDir: string, source: string, place: Place): Promise<Backup> {
  const [, target = '', id = ''] = /^(s3:\/\/.+)\/(\d{8}T\d{6}Z)\/?$/.exec(source) ?? []
  if (!id) throw new Fault(`${source} is no backup: s3://bucket/folder/20260131T033000Z.`)
  const request = opened(target, place)
  const backups = backupsFolder(dataDir)
  const backup = { id, folder: join(backups, id) }
  if (readdirSync(backups).includes(id)) return backup
  const draft = join(backups, `.draft-${id}`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const fetchFile = async (name: string) => {
    const { body } = await request('GET', `${id}/${name}`)
    const file = createWriteStream(join(draft, name), { mode: 0o600, flush: true })
    await pipeline(Readable.fromWeb(body! as Parameters<typeof Readable.fromWeb>[0]), file)
  }
  try {
    for (const name of heads) await fetchFile(name)
    for (const name of Object.keys(readManifest(draft).files)) await fetchFile(name)
    syncFolder(draft)
    renameSync(draft, backup.folder)
    syncFolder(backups)
    return backup
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Requests below a bucket's folder, addressed by path, with the variables that every tool for S3 reads. */
function opened(target: string, { env, signal }: Place) {
  const [, bucket, prefix = ''] = /^s3:\/\/([\w.-]+)(?:\/(.*?))?\/?$/.exec(target) ?? []
  if (!bucket) throw new Fault(`${target} is no place in S3: s3://bucket/folder.`)
  const needed = (name: string) => {
    const value = settingOf(env, name)
    if (!value)
      throw new Fault(
        `${target} takes AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION: ${name} is not set.`,
      )
    return value
  }
  const client = new AwsClient({
    service: 's3',
    region: needed('AWS_REGION'),
    accessKeyId: needed('AWS_ACCESS_KEY_ID'),
    secretAccessKey: needed('AWS_SECRET_ACCESS_KEY'),
    sessionToken: settingOf(env, 'AWS_SESSION_TOKEN'),
    retries: retriesMax,
  })
  const endpoint = settingOf(env, 'AWS_ENDPOINT_URL_S3') ?? `https://s3.${needed('AWS_REGION')}.amazonaws.com`
  const folder = [endpoint.replace(/\/$/, ''), bucket, ...prefix.split('/').filter(Boolean)].join('/')
  return async (
    method: 'GET' | 'PUT',
    name: string,
    init: { body?: Blob; headers?: Record<string, string> } = {},
  ) => {
    const reply = await client.fetch(`${folder}/${name}`, {
      ...init,
      method,
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestMaxMs)]),
    })
    if (reply.ok) return reply
    throw new Fault(
      `S3 returned ${reply.status} for ${method} ${name}: ${(await reply.text()).slice(0, 300)}`,
    )
  }
}
