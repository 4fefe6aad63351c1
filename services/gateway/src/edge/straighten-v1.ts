/**
 * A path under /v1 in its one spelling. Clients join a base URL that ends with a slash, or with /v1 already, to an address:
 * `//v1/models`, `/v1//chat/completions`, `/v1/v1/models`, `/V1/models`. Everything after sees this path only: routes, checks
 * and services, so that none of them can be passed by. Other paths stay as they came.
 */
export function straightenV1(url: string): string {
  if (!underV1.test(url)) return url
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? '' : url.slice(mark)
  return path.replace(/\/{2,}/g, '/').replace(/^(?:\/v1)+(?=\/|$)/i, '/v1') + query
}

const underV1 = /^\/+v1(?:[/?]|$)/i
