/**
 * A path under /v1 in its one spelling. Clients join a base URL that ends with a slash, or with /v1 already, to an address:
 * `//v1/models`, `/v1//chat/completions`, `/v1/v1/models`, `/V1/models`. Everything after sees this path only: routes, checks
 * and services, so that none of them can be passed by. The slash in the name of a model (`openai/gpt-4o`), which SDKs escape,
 * is a slash. An address that lacks the /v1 (`//chat/completions`) loses its further slashes, so that its 404 can tell the
 * right one. Other paths stay as they came.
 */
export function straightenV1(url: string): string {
  if (!underV1.test(url)) return url.replace(lacksV1, '/')
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? '' : url.slice(mark)
  const straight = path.replace(/\/{2,}/g, '/').replace(/^(?:\/v1)+(?=\/|$)/i, '/v1')
  return (straight.startsWith('/v1/models/') ? straight.replace(/%2f/gi, '/') : straight) + query
}

const underV1 = /^\/+v1(?:[/?]|$)/i
const lacksV1 = /^\/{2,}(?=(?:chat\/completions|completions|embeddings|responses|models)(?:[/?]|$))/
