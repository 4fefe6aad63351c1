import type { Policies } from '../limits/policies.ts'

const classes = ['login', 'chat', 'export', 'rest'] as const
const someone = { userId: '', sessionId: '', role: 'user', scopes: null } as const

/** The limits as they are configured, in words for the API document. */
export function describeLimits(policies: Policies): string {
  const rows = classes.map((rate) => {
    const [user, guest] = [policies.of(rate, someone).quota, policies.of(rate, null).quota]
    return `| ${rate} | ${user} | ${guest} |`
  })
  return [
    '## Limits',
    '',
    'Requests a minute. A user has one quota on all devices; callers without a token share that of their network',
    'address. Every operation names its class.',
    '',
    '| class | signed in | without a token |',
    '|---|---|---|',
    ...rows,
    '',
    `One network address may send ${policies.address.quota} requests a minute in all, and load ${policies.assets.quota} parts of pages. A user may have`,
    `${policies.streamsMax(someone)} answers streaming at once, a guest ${policies.streamsMax(null)}; ${policies.downloadsMax(someone)} files downloading, a guest ${policies.downloadsMax(null)}.`,
    'Responses say what is left in `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers); over a',
    'limit the response is 429 TOO_MANY_REQUESTS with `Retry-After`.',
  ].join('\n')
}

export const describeConventions = [
  '## Conventions',
  '',
  'Failures are `application/problem+json` (RFC 9457) with `error_code` and `request_id`; `message` and `detail` are in',
  'Chinese, or in English when `Accept-Language` prefers it. Lists take `limit` and',
  '`cursor` and return `next_cursor`. `Authorization: Bearer` takes an access token or an API key.',
  '',
  '## Sending a request again',
  '',
  'Operations that create something take `Idempotency-Key`, a value that the client generates: a random UUID. Callers without',
  'a token have nothing else of their own, so of them a key that others may guess is 400. The same key and body',
  'get the first response again for 24 hours (of what holds your text, such as answers that are not streamed, for one hour;',
  '`Idempotency-Replayed: true`), another body 422; a duplicate of a',
  'request in progress waits for it. A problem is replayed in the language of the first request, which its',
  '`Content-Language` names. A streamed response is replayed from the address in its `Content-Location`.',
  'A POST whose stream broke may be sent again with `Last-Event-ID` instead, and continues there.',
  '',
  '## Calling from a page',
  '',
  'Pages of other origins may call once the operator names the origin in the setting `CORS_ORIGINS`; until then a',
  'preflight is 403 `ORIGIN_NOT_ALLOWED`.',
  '',
  'Streams, tabs, cookies, tickets for `EventSource`, times and days: docs/front-ends.md in the repository, with examples.',
].join('\n')
