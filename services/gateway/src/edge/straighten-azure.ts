const azure =
  /^\/+(?:v1\/+)*(openai\/+)?(?:deployments\/+([^/?]+)\/+)?(?:v1\/+)?(?=(?:chat\/+completions|responses|models)(?:[/?]|$))/i
/** Would end the value, or mean something else in a query than in a path. */
const special = /[&+=;]/g

/**
 * An address of Azure's flavour of OpenAI's API as one under /v1: `/openai/deployments/agent-1/chat/completions` becomes
 * `/v1/chat/completions?deployment=agent-1`, and `/openai/v1/models` or `/openai/models` becomes `/v1/models`. Its
 * `api-version` means nothing here and stays where it is. Other paths stay
 * as they came, and so do Azure's for what is not offered, so that their 404 can tell what is.
 */
export function straightenAzure(url: string): string {
  const found = azure.exec(url)
  if (!found) return url
  const [start, openai, deployment] = found
  if (openai === undefined && deployment === undefined) return url
  const straight = `/v1/${url.slice(start.length)}`
  if (deployment === undefined) return straight
  const query = `deployment=${deployment.replace(special, encodeURIComponent)}`
  const mark = straight.indexOf('?')
  if (mark === -1) return `${straight}?${query}`
  return `${straight.slice(0, mark)}?${query}&${straight.slice(mark + 1)}`
}
