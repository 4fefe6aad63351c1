import { BlockList, isIP } from 'node:net'
import { ConfigError } from '@lingzhi/runtime/load-config'
import type { Dispatcher } from 'undici'
import { Agent, ProxyAgent } from 'undici'
import { basicOf } from './read-base-url.ts'
import type { ModelSettings } from './settings.ts'

export type ProxySettings = Pick<ModelSettings, 'HTTP_PROXY' | 'HTTPS_PROXY' | 'ALL_PROXY' | 'NO_PROXY'>

/** No bound here: call-provider.ts holds them. */
const unbounded = { headersTimeout: 0, bodyTimeout: 0 }

export interface Way {
  dispatcher: Dispatcher
  /** The proxy that calls go through, without its user and password; undefined for none. */
  proxy: string | undefined
}

/** The connections to a provider: through the proxy that the settings name for its address, or straight to it. */
export function chooseDispatcher(baseUrl: string, settings: ProxySettings, connectTimeoutMs: number): Way {
  const connect = { timeout: connectTimeoutMs }
  const proxy = proxyFor(baseUrl, settings)
  if (proxy === undefined) return { dispatcher: new Agent({ connect, ...unbounded }), proxy }
  const token = basicOf(proxy)
  const dispatcher = new ProxyAgent({
    uri: proxy.origin,
    ...(token && { token }),
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
 * as a container), and for what NO_PROXY names. An
 * ALL_PROXY that does not speak HTTP is meant for others. Raises ConfigError for the other two.
 */
export function proxyFor(baseUrl: string, settings: ProxySettings): URL | undefined {
  const { protocol, hostname, port } = new URL(baseUrl)
  if (isNear(hostname)) return undefined
  const standard = protocol === 'https:' ? '443' : '80'
  if (excludes(settings.NO_PROXY ?? '', hostname, port || standard)) return undefined
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const own = httpUrl(settings[name])
  if (settings[name] && !own) {
    const zh = `${name}：必须是 http 代理的地址`
    throw new ConfigError([{ zh, en: `${name}: must be the address of an http proxy` }])
  }
  return own ?? httpUrl(settings.ALL_PROXY)
}

function httpUrl(value: string | undefined): URL | undefined {
  const text = value && (value.includes('://') ? value : `http://${value}`)
  return text && /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined
}

const isNear = (hostname: string) =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  /^127\./.test(hostname) ||
  hostname === '[::1]' ||
  !/[.:]/.test(hostname)

/**
 * Entries are hosts, with all names under them, with or without a dot or `*.` before and a port behind, addresses, or networks
 * such as 10.0.0.0/8; `*` is all.
 */
function excludes(list: string, hostname: string, port: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    if (covers(entry, hostname)) return true
    const [, host = '', ofPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (ofPort !== undefined && ofPort !== port) return false
    const name = host.replace(/^\*?\./, '')
    return hostname === name || hostname.endsWith(`.${name}`)
  })
}

/** Whether an address, or a network of addresses, holds the one that stands as the host. */
function covers(entry: string, hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  const [address = '', length] = entry.replace(/[[\]]/g, '').split('/')
  const family = isIP(address)
  if (family === 0 || family !== isIP(host)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const bitsMax = family === 4 ? 32 : 128
  const bits = length === undefined ? bitsMax : Number(length)
  if (!Number.isInteger(bits) || bits < 0 || bits > bitsMax) return false
  const list = new BlockList()
  list.addSubnet(address, bits, type)
  return list.check(host, type)
}
