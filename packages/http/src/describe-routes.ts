import swagger from '@fastify/swagger'
import type { TSchema } from 'typebox'
import type { App } from './app-type.ts'

/** One kind of Server-Sent Event that a route sends. */
export interface EventKind {
  /** Left out for events without a name, which an EventSource calls `message`. */
  name?: string
  /** When it is sent, and what the reader does then. */
  when: string
  /** What its `data` holds, as JSON; a named schema. */
  data: TSchema
  /** Not part of an ordinary stream. */
  rare?: boolean
  /** An `id` as such events have it, where a reader may continue after them. */
  id?: string
}

declare module 'fastify' {
  interface FastifySchema {
    /** The events of a route that streams; the API document lists them. */
    'x-events'?: readonly EventKind[]
    /** The media types of a route that sends a file. */
    'x-media-types'?: readonly string[]
    /** The body of a route that takes it as it arrives, by media type: described, and looked at by the route itself. */
    'x-body'?: Readonly<Record<string, TSchema>>
  }
}

/** Generates the service's OpenAPI 3.1 document from its routes' schemas. */
export async function describeRoutes(app: App, title: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: '1.0.0' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    hideUntagged: true,
  })
}

/** Shows the document to the gateway, which merges those of all services into the public one. */
export function publishRoutes(app: App): void {
  app.get('/api/docs/json', { schema: { hide: true } }, async () => app.swagger())
}
