import swagger from '@fastify/swagger'
import type { App } from './app-type.ts'

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
