import { heldMaxMs, heldMs } from './held-process.ts'
import type { WorstRequest } from './worst-requests.ts'
import { worstRequests } from './worst-requests.ts'

/** What is used of tap's test. */
interface Tap {
  test: (name: string, run: (t: Tap) => Promise<void>) => unknown
  equal: (found: unknown, wanted: unknown, message: string) => boolean
  ok: (found: unknown, message: string) => boolean
  notOk: (found: unknown, message: string) => boolean
}

interface App {
  ready: () => PromiseLike<unknown>
  swagger: () => object
  inject: (request: object) => Promise<{ statusCode: number }>
}

type Headers = Record<string, string>

/** Sends a request again and again until the process was held for less than the bound, and asserts that it once was. */
export async function assertHeld(t: Tap, app: App, request: WorstRequest, headers: Headers, status?: number) {
  const { name, method, url, body } = request
  const ms = await heldMs(async () => {
    const { statusCode } = await app.inject({
      method,
      url,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: body }),
    })
    if (status !== undefined) t.equal(statusCode, status, name)
    // A limit would spare the service what is measured here.
    else t.notOk([429, 500].includes(statusCode), `${name}: ${statusCode}`)
  })
  t.ok(ms <= heldMaxMs, `${name}: ${Math.round(ms)} ms`)
}

/** A test for each operation in the service's document, with the worst that it can be sent by a caller who may do everything. */
export async function testOperations(t: Tap, app: App, headersOf: (operation: string) => Promise<Headers>) {
  await app.ready()
  for (const [operation, requests] of worstRequests(app.swagger()))
    t.test(`no request holds the process for more than ${heldMaxMs} ms: ${operation}`, async (t) => {
      const headers = await headersOf(operation)
      for (const request of requests()) await assertHeld(t, app, request, headers)
    })
}
