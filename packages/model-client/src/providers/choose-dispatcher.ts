import type { Dispatcher } from 'undici'
import { Agent, ProxyAgent } from 'undici'

/** The variables that name proxies; lower case counts as well, and an empty one as not set. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>

/** No bound here: call-provider.ts holds them. */
const unbounded = { headersTimeout: 0, bodyTimeout: 0 }

export interface Way {
  dispatcher: Dispatcher
  /** The proxy that calls go through, without its user and password; undefined for none. */
  proxy: string | undefined
}

/** The connections to a provider: through the proxy that the environment names for its address, or straight to it. */
export function chooseDispatcher(baseUrl: string, env: ProxyVariables, connectTimeoutMs: number): Way {
  const connect = { timeout: connectTimeoutMs }
  const proxy = proxyFor(baseUrl, env)
  if (proxy === undefined) return { dispatcher: new Agent({ connect, ...unbounded }), proxy }
  const { username, password } = proxy
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const dispatcher = new ProxyAgent({
    uri: proxy.origin,
    ...((username || password) && { token: `Basic ${Buffer.from(user).toString('base64')}` }),
    // As curl does: a tunnel for https, and for http the whole address, since many proxies tunnel to port 443 only.
    proxyTunnel: false,
    requestTls: connect,
    proxyTls: connect,
    connect,
    ...unbounded,
  })
  return { dispatcher, proxy: proxy.origin }
}

/**
 * The proxy for an address, as curl chooses it. None for this machine, for a host name without a dot (a neighbour, such
 * as a container), and for what NO_PROXY names. Undefined as well for a proxy that does not speak HTTP.
 */
export function proxyFor(baseUrl: string, env: ProxyVariables): URL | undefined {
  const { protocol, hostname, port } = new URL(baseUrl)
  if (isNear(hostname)) return undefined
  const set = (name: string) => env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined
  const standard = protocol === 'https:' ? '443' : '80'
  if (excludes(set('NO_PROXY') ?? '', hostname, port || standard)) return undefined
  const value = set(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? set('ALL_PROXY')
  if (value === undefined) return undefined
  const text = value.includes('://') ? value : `http://${value}`
  return /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined
}

const isNear = (hostname: string) =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  /^127\./.test(hostname) ||
  hostname === '[::1]' ||
  !/[.:]/.test(hostname)

/** Entries are hosts, with all names under them, with or without a dot or `*.` before and a port behind; `*` is all. */
function excludes(list: string, hostname: string, port: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    const [, host = '', ofPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (ofPort !== undefined && ofPort !== port) return false
    const name = host.replace(/^\*?\./, '')
    return hostname === name || hostname.endsWith(`.${name}`)
  })
}
