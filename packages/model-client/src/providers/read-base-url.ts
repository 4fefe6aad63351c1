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

const azureHosts =
  /\.(openai\.azure\.com|cognitiveservices\.azure\.com|services\.ai\.azure\.com|azure-api\.net)$/

/**
 * A base URL as people paste it: with the path of one method, slashes, spaces, quotes or invisible characters around it,
 * full-width punctuation, or a query. Undefined when it is no http address.
 */
export function readBaseUrl(pasted: string): BaseUrl | undefined {
  const text = pasted
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/^[\s"'`“”‘’<]+|[\s"'`“”‘’>,;，。；]+$/g, '')
  if (!/^https?:\/\/[^/]/i.test(text) || /\s/.test(text)) return undefined
  let address: URL
  try {
    address = new URL(text)
  } catch {
    return undefined
  }
  const { origin, pathname, search, hostname, username, password } = address
  const path = pathname
    .replace(/\/+$/, '')
    .replace(/(\/+chat\/+completions)+$/, '')
    .replace(/\/+$/, '')
  const user = `${decode(username)}:${decode(password)}`
  return {
    url: origin + path,
    query: search,
    basic: username || password ? `Basic ${Buffer.from(user).toString('base64')}` : undefined,
    bare: path === '',
    azure:
      azureHosts.test(hostname) ||
      path.includes('/openai/deployments/') ||
      address.searchParams.has('api-version'),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
