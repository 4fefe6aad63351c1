export interface BaseUrl {
  /** Without a slash at its end, and without user, password and query: safe to log. */
  url: string
  /** With its question mark; empty if there is none. Belongs at the end of every address, such as Azure's `api-version`. */
  query: string
  /** The value of the header Authorization for a user and password in the address. */
  basic: string | undefined
  /** Whether it names a host only: most providers' addresses then lack their `/v1`. */
  bare: boolean
  /** Azure takes keys in a header of its own. */
  azure: boolean
}

/** What a pasted address holds at least; readBaseUrl says whether it is one. */
export const baseUrlPattern = '[Hh][Tt][Tt][Pp][Ss]?[:：][/／\\\\]'

const azureHosts =
  /\.(openai\.azure\.com|cognitiveservices\.azure\.com|services\.ai\.azure\.com|azure-api\.net)$/

/**
 * A base URL as people paste it: with the path of one method, doubled slashes or schemes, a name in front, spaces, quotes or
 * invisible characters around it, full-width punctuation, or a query. Undefined when it is no http address.
 */
export function readBaseUrl(pasted: string): BaseUrl | undefined {
  const text = pasted
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/^[\s"'`“”‘’<]+|[\s"'`“”‘’>,;，。；\\]+$/g, '')
    .replace(/^(?:(?:export\s+)?[A-Z_]+\s*=|POST\s|curl\s)[\s"'`]*(?=https?:)/, '')
    .replace(/^(?:https?:\/\/)+(?=https?:\/\/)/i, '')
    .replace(/^https?:[\\/].*/i, (address) => address.replaceAll('\\', '/'))
  if (!/^https?:\/\/[^/]/i.test(text) || /\s/.test(text)) return undefined
  let address: URL
  try {
    address = new URL(text)
  } catch {
    return undefined
  }
  const { origin, pathname, search, hostname } = address
  const path = pathname
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .replace(/(\/(chat\/completions|completions|responses|models|embeddings))+$/i, '')
    .replace(/^\/$/, '')
  return {
    url: origin + path,
    query: search,
    basic: basicOf(address),
    bare: path === '',
    azure:
      azureHosts.test(hostname) ||
      path.includes('/openai/deployments/') ||
      address.searchParams.has('api-version'),
  }
}

/** The value of Authorization for the user and password in an address, if it has them. */
export function basicOf({ username, password }: URL): string | undefined {
  const user = `${decode(username)}:${decode(password)}`
  return user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
