/**
 * Stands in for a service's dependencies while its routes are only registered: any property may be picked, but
 * calling one raises an error, because nothing must be asked of a database or a bus that is not there.
 */
export function untouchable(path: string, known: Record<string, unknown> = {}): never {
  const call = () => {
    throw new Error(`${path}() was called while the routes were only being registered.`)
  }
  return new Proxy(call, {
    get: (_target, name) => {
      // Fastify looks whether a value is a promise, and tools look at symbols.
      if (typeof name === 'symbol' || name === 'then') return undefined
      return name in known ? known[name] : untouchable(`${path}.${name}`)
    },
  }) as never
}
