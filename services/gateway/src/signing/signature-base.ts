import type { IncomingHttpHeaders } from 'node:http'

export interface SignedRequest {
  method: string
  /** Path and query exactly as the caller sent them. */
  url: string
  headers: IncomingHttpHeaders
}

export interface SignatureInput {
  label: string
  /** Names of what is covered, in order. */
  components: readonly string[]
  /** The list and its parameters as they were sent: the last line of the base. */
  params: string
  /** Parameters by name. */
  attributes: ReadonlyMap<string, string>
}

const inputs = /^([a-z][a-z0-9_-]*)=(\(((?:"[^"]+" ?)+)\)((?:;[a-z]+=(?:"[^"]*"|\d+))+))$/

/**
 * The subset of RFC 9421's Signature-Input that is understood here: one signature, which covers at least one component, none
 * of them with parameters of its own. Undefined for anything else.
 */
export function readSignatureInput(header: string): SignatureInput | undefined {
  const parsed = inputs.exec(header)
  if (!parsed) return undefined
  const [, label = '', params = '', list = '', attributes = ''] = parsed
  return {
    label,
    components: [...list.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
    params,
    attributes: new Map(
      [...attributes.matchAll(/;([a-z]+)=(?:"([^"]*)"|(\d+))/g)].map(([, k = '', s, n]) => [k, s ?? n ?? '']),
    ),
  }
}

/** What is signed (RFC 9421, section 2.5); `missing` raises for a component the request does not have. */
export function signatureBase(
  request: SignedRequest,
  { components, params }: SignatureInput,
  missing: (name: string) => Error,
): string {
  const lines = components.map((name) => {
    const value = componentOf(name, request)
    if (value === undefined) throw missing(name)
    return `"${name}": ${value}`
  })
  return [...lines, `"@signature-params": ${params}`].join('\n')
}

function componentOf(name: string, { method, url, headers }: SignedRequest): string | undefined {
  const mark = url.indexOf('?')
  if (name === '@method') return method
  if (name === '@path') return mark === -1 ? url : url.slice(0, mark)
  if (name === '@query') return mark === -1 ? '?' : url.slice(mark)
  if (name === '@authority') return String(headers.host ?? '').toLowerCase()
  const value = headers[name]
  return value === undefined ? undefined : [value].flat().join(', ').trim()
}
