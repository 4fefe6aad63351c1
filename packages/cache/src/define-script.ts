import type { Cache } from './open-redis.ts'

/** Calls a script with its keys, to which REDIS_PREFIX is added, and its arguments. Rejects as any command does. */
export type Script = (
  cache: Cache,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>

/**
 * Several commands as one, which Redis does at once. A connection sends the script whole once, and by its digest afterwards.
 * In a cluster all keys must share a hash tag.
 */
export function defineScript(name: string, lua: string): Script {
  const known = new WeakSet<Cache>()
  return (cache, keys, args) => {
    if (!known.has(cache)) cache.defineCommand(name, { lua })
    known.add(cache)
    const scripted = cache as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>
    return scripted[name]!(keys.length, ...keys, ...args)
  }
}
