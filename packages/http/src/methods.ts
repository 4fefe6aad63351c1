import { MethodNotAllowed } from '@lingzhi/contracts/common-problems'
import type { HTTPMethod } from 'find-my-way'
import FindMyWay from 'find-my-way'
import type { App } from './app-type.ts'
import { sendProblem } from './problem-handler.ts'

/**
 * A known path with a method it does not take is 405 with Allow, not 404. Fastify's own router cannot
 * list the methods of a path, so the same router library keeps a second index of paths.
 */
export function refuseOtherMethods(app: App): void {
  const paths = FindMyWay({ maxParamLength: 256 })
  const methodsOf = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsOf.get(url)
    const methods = known ?? new Set<string>()
    for (const name of [method].flat()) methods.add(name)
    if (known) return
    methodsOf.set(url, methods)
    paths.on('GET' as HTTPMethod, url, () => {}, methods)
  })
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    const methods = paths.find('GET', request.url.split('?', 1)[0] ?? '/')?.store as Set<string> | undefined
    if (!methods || methods.has(request.method)) return done()
    const allow = [...methods].sort().join(', ')
    sendProblem(request, reply, MethodNotAllowed({ headers: { Allow: allow } }))
  })
}
