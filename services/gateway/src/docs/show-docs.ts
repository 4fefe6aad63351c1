import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NotFound } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'
import type { Deps } from '../deps.ts'
import { rows } from '../upstreams.ts'
import type { Documents } from './collect-documents.ts'
import { collectDocuments } from './collect-documents.ts'
import type { Document } from './document.ts'
import { mergeDocuments } from './merge-documents.ts'
import { page, start } from './page.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // Swagger UI writes style attributes; scripts are held to files of ours.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const assets: Record<string, string> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
}
const fileOf = (name: string) => fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`))

/** The API document of all services, and a page to read and try it, which needs nothing from elsewhere. */
export function showDocs(app: App, { services, policies, log }: Pick<Deps, 'services' | 'policies' | 'log'>) {
  const documents = collectDocuments(services, log)

  let merged = { of: [] as Awaited<ReturnType<Documents>>, text: Buffer.alloc(0) }

  // Merged once and not for each request: it takes tens of milliseconds, and the route is open to all.
  app.get('/api/docs/json', { schema: { hide: true } }, async (_request, reply) => {
    const of = await documents()
    if (of !== merged.of) {
      const own = app.swagger() as unknown as Document
      const whole = mergeDocuments({ own, services: of, rows, policies })
      merged = { of, text: Buffer.from(JSON.stringify(whole)) }
    }
    return reply.type('application/json; charset=utf-8').send(merged.text)
  })

  app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(page),
  )
  app.get('/api/docs/assets/start.js', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(start),
  )
  app.get<{ Params: { file: string } }>(
    '/api/docs/assets/:file',
    { schema: { hide: true } },
    async (request, reply) => {
      const type = Object.hasOwn(assets, request.params.file) ? assets[request.params.file] : undefined
      if (!type) throw NotFound()
      reply.type(type).header('cache-control', 'public, max-age=3600')
      return reply.send(createReadStream(fileOf(request.params.file)))
    },
  )
}
