import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import type { TestUser } from '@lingzhi/testing/test-identity'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { noTracing } from '@lingzhi/tracing/no-tracing'
import { createApp } from './app.ts'
import type { FileView } from './catalogue/file-view.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import type { Given } from './deps.ts'
import { openDeps } from './deps.ts'
import { workFiles } from './inspection/work-files.ts'
import { listenForFacts } from './listen.ts'
import { serveFiles } from './serve.ts'

interface Options extends Partial<Config> {
  /** False: nobody in this process looks at files. */
  worker?: boolean
  given?: Given
}

/** The service as it runs, on infrastructure of the test's own, with a signed-in user: opened and closed in main's order. */
export async function startTestApp(t: Test, { worker = true, given = {}, ...overrides }: Options = {}) {
  const { db, settings } = await testDatabase<Database>(t, `${import.meta.dirname}/../migrations`)
  const { bus, settings: busSettings } = await testBus(t)
  const identity = await testIdentity(t, bus)
  // Once set, it does not move.
  const clock: { now: Date | undefined } = { now: undefined }
  const config: Config = {
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    METRICS_HOST: '127.0.0.1',
    ...noTracing,
    PUBLIC_URL: '',
    FILES_LINK_SECRET: 'a secret of the tests alone',
    FILES_LINK_HOURS: 24,
    FILES_STORE_MAX_BYTES: 64 * 1024 ** 2,
    FILES_S3_REGION: 'us-east-1',
    FILES_QUOTA_BYTES: 1024 ** 3,
    FILES_QUOTA_FILES: 1_000,
    FILES_UPLOADS_MAX: 8,
    FILES_WORKERS: 2,
    FILES_LEASE_MS: 5_000,
    FILES_INSPECT_MAX_MS: 10_000,
    FILES_INSPECT_MAX_MB: 512,
    FILES_KEEP_UNREFERENCED_HOURS: 24,
    ...settings,
    ...busSettings,
    ...overrides,
  }
  const service = new AsyncDisposableStack()
  t.teardown(() => service.disposeAsync())
  const deps = await openDeps(config, silentLog, { now: () => clock.now ?? new Date(), ...given })
  service.defer(deps.close)
  for (const serving of serveFiles(deps, config)) service.defer(serving.close)
  for (const consumption of await listenForFacts(deps)) service.defer(consumption.close)
  const app = await createApp(config, deps)
  service.defer(() => app.close())
  const work = async () => service.defer((await workFiles(deps, config)).close)
  if (worker) await work()
  const user = await identity.user()

  const call = (
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
    url: string,
    { body, headers, as = user }: { body?: object; headers?: object; as?: TestUser | null } = {},
  ) => app.inject({ method, url, headers: { ...as?.headers, ...headers }, ...(body && { payload: body }) })
  /** Sends a file in a form, as a browser does. */
  const upload = (
    bytes: Buffer | string,
    name = 'a file',
    { as = user, fields = {}, path = 'upload' }: UploadOptions = {},
  ) => {
    const { body, type } = formOf(Buffer.from(bytes), name, fields)
    const headers = { ...as.headers, 'content-type': type, 'content-length': String(body.length) }
    return app.inject({ method: 'POST', url: `/api/v1/files/${path}`, headers, payload: body })
  }
  const show = async (id: string, as = user): Promise<FileView> =>
    (await call('GET', `/api/v1/files/${id}`, { as })).json().data
  /** Waits until a file was looked at. */
  const looked = (id: string, as = user) =>
    eventually(async () => {
      const file = await show(id, as)
      return ['ready', 'rejected'].includes(file.status) && file
    }, 100_000)
  /** Uploads a file and waits until it was looked at. */
  const stored = async (bytes: Buffer | string, name?: string, options: UploadOptions = {}) => {
    const reply = await upload(bytes, name, options)
    if (reply.statusCode !== 201) throw new Error(`not taken: ${reply.body}`)
    return looked(reply.json().data.id, options.as)
  }
  const objects = async () => {
    const names: string[] = []
    for await (const { name } of deps.store.list('')) names.push(name)
    return names.sort()
  }
  return {
    app,
    config,
    deps,
    db,
    bus,
    identity,
    clock,
    user,
    work,
    call,
    upload,
    show,
    looked,
    stored,
    objects,
  }
}

interface UploadOptions {
  as?: TestUser
  fields?: Record<string, string>
  path?: string
}

function formOf(bytes: Buffer, name: string, fields: Record<string, string> = {}) {
  const boundary = '----lingzhi-test-boundary'
  const head = Object.entries(fields).map(
    ([key, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  )
  const disposition = `Content-Disposition: form-data; name="file"; filename="${name}"`
  const start = `${head.join('')}--${boundary}\r\n${disposition}\r\nContent-Type: image/png\r\n\r\n`
  return {
    body: Buffer.concat([Buffer.from(start), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}
