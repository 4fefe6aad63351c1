import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { NotFound } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'
import type { Deps } from '../deps.ts'
import { rows } from '../upstreams.ts'
import type { Documents } from './collect-documents.ts'
import { collectDocuments } from './collect-documents.ts'
import type { Document } from './document.ts'
import { mergeDocuments } from './merge-documents.ts'
import { page, start, style } from './page.ts'
import type { ServedFile } from './serve-file.ts'
import { serveFile, toServe } from './serve-file.ts'

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

const fileOf = (name: string) => readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`)))
const javascript = 'text/javascript; charset=utf-8'
const css = 'text/css; charset=utf-8'

/** What the page loads, each read when it is first asked for. */
const assets: Record<string, () => Promise<ServedFile>> = {
  'swagger-ui-bundle.js': async () => toServe(javascript, await fileOf('swagger-ui-bundle.js')),
  'swagger-ui.css': async () => toServe(css, await fileOf('swagger-ui.css')),
  'start.js': async () => toServe(javascript, Buffer.from(start)),
  'page.css': async () => toServe(css, Buffer.from(style)),
}

/** The API document of all services, and a page to read and try it, which needs nothing from elsewhere. */
export function showDocs(app: App, { services, policies, log }: Pick<Deps, 'services' | 'policies' | 'log'>) {
  const documents = collectDocuments(services, log)
  const json = 'application/json; charset=utf-8'
  const html = toServe('text/html; charset=utf-8', Buffer.from(page))
  const loaded = new Map<string, Promise<ServedFile>>()
  let merged = { of: [] as Awaited<ReturnType<Documents>>, file: toServe(json, Buffer.alloc(0)) }

  // Merged once and not for each request: it takes tens of milliseconds, and the route is open to all.
  app.get('/api/docs/json', { schema: { hide: true } }, async (request, reply) => {
    const of = await documents()
    if (of !== merged.of) {
      const own = app.swagger() as unknown as Document
      const text = Buffer.from(JSON.stringify(mergeDocuments({ own, services: of, rows, policies })))
      // Compressed anew only when it says something new.
      merged = { of, file: text.equals(merged.file.bytes) ? merged.file : toServe(json, text) }
    }
    return serveFile(request, reply, merged.file)
  })

  app.get('/api/docs', { schema: { hide: true } }, async (request, reply) =>
    serveFile(request, reply.header('content-security-policy', policy), html),
  )
  app.get<{ Params: { file: string } }>(
    '/api/docs/assets/:file',
    { schema: { hide: true } },
    async (request, reply) => {
      const { file } = request.params
      const load = Object.hasOwn(assets, file) ? assets[file] : undefined
      if (!load) throw NotFound()
      const reading = loaded.get(file) ?? load()
      loaded.set(file, reading)
      return serveFile(request, reply, await reading)
    },
  )
}
