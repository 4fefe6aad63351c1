/** A dependency that cannot do its work just now: no fault of the request, nor of this code. */
export interface Outage {
  /** One word for readiness and for logs. */
  reason: 'DISK_FULL' | 'READ_ONLY' | 'DISK_FAILS' | 'EXHAUSTED' | 'REFUSED' | 'AWAY'
  /** What people read. */
  texts: { readonly zh: string; readonly en: string }
  /** When a new attempt may help. */
  retryAfterS: number
}

const full: Outage = {
  reason: 'DISK_FULL',
  texts: {
    zh: '服务器的存储空间已满，暂时无法保存，请稍后再试，或联系管理员',
    en: 'The disk of the server is full, so nothing can be stored now. Try again later, or tell the operator.',
  },
  retryAfterS: 30,
}
const readOnly: Outage = {
  reason: 'READ_ONLY',
  texts: {
    zh: '服务器的存储暂时只能读取，无法保存，请稍后再试，或联系管理员',
    en: 'The storage of the server is read-only, so nothing can be stored now. Try again later, or tell the operator.',
  },
  retryAfterS: 10,
}
const fails: Outage = {
  reason: 'DISK_FAILS',
  texts: {
    zh: '服务器的存储出错，请稍后再试，或联系管理员',
    en: 'The storage of the server fails. Try again later, or tell the operator.',
  },
  retryAfterS: 30,
}
const exhausted: Outage = {
  reason: 'EXHAUSTED',
  texts: {
    zh: '服务器当前负荷已满，请稍后再试',
    en: 'The server is at its limit at the moment. Try again soon.',
  },
  retryAfterS: 3,
}
const away: Outage = {
  reason: 'AWAY',
  texts: {
    zh: '此服务暂时不可用，请稍后再试',
    en: 'This service is unavailable. Try again soon.',
  },
  retryAfterS: 2,
}
const refused: Outage = { ...away, reason: 'REFUSED' }

/**
 * By the code or the name of an error: SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), Node's
 * codes, JetStream's error numbers, names of the NATS client. 08P01 is how PgBouncer says that it has no server to give.
 */
const byCode: [Outage, RegExp][] = [
  [full, /^(53100|ENOSPC|EDQUOT|10047|10023)$/],
  [readOnly, /^(25006|EROFS)$/],
  [fails, /^(58030|EIO)$/],
  [exhausted, /^(53000|53200|53300|53400|EMFILE|ENFILE|ENOMEM|ENOBUFS|40001|40P01|55P03|57014)$/],
  [
    away,
    /^(57P0[1-5]|08\d{3}|08P01|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|10008|10009|10039|10076)$/,
  ],
  [
    away,
    /^(NoResponders|NoRespondersError|ClosedConnectionError|DrainingConnectionError|JetStreamNotEnabled|TimeoutError|MaxRetriesPerRequestError)$/,
  ],
]

/** By what it says, where drivers and servers give no code; and where a code says less: NATS tells a full disk as a failed store. */
const byWords: [Outage, RegExp][] = [
  [
    full,
    /no space left on device|disk quota exceeded|insufficient (storage )?resources|maximum bytes exceeded|MISCONF .*(disk|persist)/i,
  ],
  [readOnly, /read-only file system|read-only transaction|^READONLY /i],
  [exhausted, /too many (clients|connections)|remaining connection slots|no more connections allowed/i],
  [refused, /^(OOM|MISCONF|NOREPLICAS|CLUSTERDOWN|MASTERDOWN|LOADING|BUSY|TRYAGAIN) /],
  [
    away,
    /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Connection is closed|Stream isn't writeable)|did not respond within|^heartbeats missed$|jetstream (is )?not (enabled|available)/i,
  ],
]

const depthMax = 5

/**
 * What an error of PostgreSQL, NATS, Redis or the file system means when the cause is the state of that server or this
 * machine. Undefined for every other error. Looks through causes, and into errors that hold several.
 */
export function outageOf(error: unknown, depth = 0): Outage | undefined {
  if (!(error instanceof Error) || depth > depthMax) return undefined
  const { code, name, message, cause } = error as Error & { code?: unknown }
  const marks = [String(code ?? ''), name]
  const own =
    byWords.slice(0, 3).find(([, words]) => words.test(message))?.[0] ??
    byCode.find(([, codes]) => marks.some((mark) => codes.test(mark)))?.[0] ??
    byWords.find(([, words]) => words.test(message))?.[0]
  if (own) return own
  const inside = error instanceof AggregateError ? error.errors : []
  for (const each of [...inside.slice(0, depthMax), cause]) {
    const found = outageOf(each, depth + 1)
    if (found) return found
  }
  return undefined
}
