import type { FastifyRequest } from 'fastify'

/** Origins named in the life of the process: more than a deployment has pages, and a bound for whoever invents some. */
const namedMax = 20
/** Characters of an origin that are written; no real one is longer. */
const originMax = 200

/**
 * Says, once for each origin, that a browser's page was refused: the page's developer sees only "blocked by CORS policy",
 * and looks here.
 */
export function warnOfOrigins(): (origin: string, request: FastifyRequest) => void {
  const named = new Set<string>()
  return (given, request) => {
    const origin = given.slice(0, originMax)
    if (named.size >= namedMax || named.has(origin)) return
    named.add(origin)
    request.server.log.warn(
      { origin },
      origin === 'null'
        ? 'a page without an origin was refused: it was opened as a file or in a sandbox. Serve it over http, and ' +
            'name that origin in CORS_ORIGINS'
        : 'a page of this origin was refused: if it is yours, name it in CORS_ORIGINS',
    )
  }
}
