import fastifyStatic from '@fastify/static'
import { NotFound } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'
import { serveFile } from '../docs/serve-file.ts'
import type { Console } from './open-console.ts'
import { sendPage, wantsPage } from './open-console.ts'
import { pageHeaders } from './page-headers.ts'

const hidden = { schema: { hide: true } }
const anHour = { cacheControl: 'public, max-age=3600' }

/** Where the parts of the page are: many together at a first visit, so they have a limit of their own. */
export const assetsPath = '/assets/*'

/**
 * The parts of the page and what lies beside it. The page itself answers addresses that nothing else knows, so it is sent
 * by the handler of those (`sendPage`); only `/` is a route, as it always was.
 */
export async function serveConsole(app: App, pages: Console): Promise<void> {
  app.get('/', hidden, async (request, reply) => {
    if (!wantsPage(request)) throw NotFound()
    return sendPage(pages, request, reply)
  })
  for (const [name, file] of pages.build?.files ?? [])
    app.get(`/${name}`, hidden, async (request, reply) =>
      serveFile(request, reply.headers(pageHeaders), file, anHour),
    )
  if (pages.build) {
    const { version } = pages.build
    app.get('/version.json', hidden, async (request, reply) => serveFile(request, reply, version))
  }
  await app.register(fastifyStatic, {
    root: pages.assetFolders,
    prefix: assetsPath.slice(0, -1),
    // The folder of a build that is missing is told of once, by openConsole.
    suppressWarning: true,
    decorateReply: false,
    preCompressed: true,
    index: false,
    dotfiles: 'ignore',
    maxAge: '1y',
    immutable: true,
    setHeaders: (reply) => void reply.headers(pageHeaders),
  })
}
