import swagger from '@fastify/swagger'
import type { App } from './create-http.ts'

/**
 * Generates the service's OpenAPI 3.1 document from its routes' schemas; the gateway merges all of them
 * into the public one.
 */
export async function describeRoutes(app: App, title: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: '1.0.0' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    hideUntagged: true,
  })
  app.get('/api/docs/json', { schema: { hide: true } }, async () => app.swagger())
}
