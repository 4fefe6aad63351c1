import type { UpstreamName } from '@lingzhi/contracts/services'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Services } from '../deps.ts'
import type { Service } from '../proxy/service.ts'
import type { Document } from './document.ts'

/** A service that was deployed again shows its new routes after this long. */
const keptMs = 30_000
/** One that was away is tried again after this long. */
const retryMs = 1_000
const responseMaxMs = 3_000

/** The same array for as long as there is nothing new. */
export type Documents = () => Promise<readonly (readonly [UpstreamName, Document])[]>

/** The services' own documents, fetched at most every half minute; of one that is away, the last known. */
export function collectDocuments(services: Services, log: Logger): Documents {
  const known = new Map<UpstreamName, Document>()
  let all: Awaited<ReturnType<Documents>> = []
  let fetchedAt = Number.NEGATIVE_INFINITY
  let fetching: Promise<unknown> | undefined

  const fetchFrom = async (service: Service) => {
    try {
      known.set(service.name, await documentOf(service))
    } catch (err) {
      log.warn(
        { upstream: service.name, reason: (err as Error).message },
        'a service did not show its routes',
      )
    }
  }
  return async () => {
    const complete = known.size === Object.keys(services).length
    if (performance.now() - fetchedAt > (complete ? keptMs : retryMs)) {
      fetching ??= Promise.all(Object.values(services).map(fetchFrom)).finally(() => {
        all = [...known]
        fetchedAt = performance.now()
        fetching = undefined
      })
      await fetching
    }
    return all
  }
}

async function documentOf(service: Service): Promise<Document> {
  const { statusCode, body } = await service.pick().pool.request({
    path: '/api/docs/json',
    method: 'GET',
    headersTimeout: responseMaxMs,
    bodyTimeout: responseMaxMs,
  })
  if (statusCode !== 200) {
    await body.dump()
    throw new Error(`it returned ${statusCode}`)
  }
  return (await body.json()) as Document
}
