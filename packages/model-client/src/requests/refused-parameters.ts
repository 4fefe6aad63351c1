import type { RequestBody } from '../provider-api.ts'
import type { ProviderRefusal } from '../providers/open-client.ts'

/** Parameters that are never left out: without them it would be a different request. */
const essential = new Set(['model', 'messages', 'tools', 'tool_choice', 'response_format'])
const refusal =
  /unsupported|unrecogni[sz]ed|unknown|unexpected|extra|not (be )?(supported|permitted|allowed)|doesn?.?t support|does not support/i

/**
 * Remembers, in this process, the optional parameters that a model refused, to leave them out from then on: some
 * providers refuse a whole request because of one.
 */
export function rememberRefused() {
  const refusedBy = new Map<string, Set<string>>()
  return {
    without(target: string, body: RequestBody): RequestBody {
      const refused = refusedBy.get(target)
      if (!refused) return body
      const kept: [string, unknown][] = Object.entries(body).filter(([name]) => !refused.has(name))
      // OpenAI's newer models take this bound under another name only.
      if (refused.has('max_tokens') && body.max_tokens !== undefined)
        kept.push(['max_completion_tokens', body.max_tokens])
      // Only optional members are ever left out, so it is still a RequestBody.
      return Object.fromEntries(kept) as unknown as RequestBody
    },
    /** True if the error names an optional parameter of this body, which is left out from now on. */
    learn(target: string, body: RequestBody, { status, param, message }: ProviderRefusal): boolean {
      if ((status !== 400 && status !== 422) || !refusal.test(message)) return false
      const names = Object.keys(body).filter((name) => !essential.has(name))
      const name = names.find((name) => name === param) ?? names.find((name) => mentions(message, name))
      const refused = refusedBy.get(target) ?? new Set()
      if (name === undefined || refused.has(name)) return false
      refusedBy.set(target, refused.add(name))
      return true
    },
  }
}

const mentions = (message: string, name: string) => new RegExp(`(^|[^\\w])${name}([^\\w]|$)`).test(message)
