import type { ProviderRefusal } from './open-client.ts'
import type { RequestBody } from './provider-api.ts'

/** Without these it would be another request. */
const essential = new Set(['model', 'messages', 'tools', 'tool_choice', 'response_format'])
const refusal =
  /unsupported|unrecogni[sz]ed|unknown|unexpected|extra|not (be )?(supported|permitted|allowed)|doesn?.?t support|does not support/i

/**
 * Providers differ in the optional parameters they take, and some refuse the whole request over one. What a
 * model refused is remembered, in this process, and not sent to it again.
 */
export function rememberRefused() {
  const refusedBy = new Map<string, Set<string>>()
  return {
    without(target: string, body: RequestBody): RequestBody {
      const refused = refusedBy.get(target)
      if (!refused) return body
      const kept: [string, unknown][] = Object.entries(body).filter(([name]) => !refused.has(name))
      // OpenAI's newer models take the same bound under another name only.
      if (refused.has('max_tokens') && body.max_tokens !== undefined)
        kept.push(['max_completion_tokens', body.max_tokens])
      // Only what is optional is ever left out.
      return Object.fromEntries(kept) as unknown as RequestBody
    },
    /** True when the error names an optional parameter of this body, which from now on is left out. */
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
