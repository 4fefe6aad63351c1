import { NotFound } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'

const hidden = { schema: { hide: true } }

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f6f5c"/><path d="M9 9h14M9 14h14M16 14c0 5-2 8-7 10M16 14c0 5 2 8 7 10" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>`

/**
 * What a person who types the platform's address into a browser meets where there is no console: the API's page. A program
 * that asks for the same address gets the 404 it always got.
 */
export function showDoor(app: App) {
  app.get('/', hidden, async (request, reply) => {
    if (!request.headers.accept?.includes('text/html')) throw NotFound()
    return reply.redirect('/api/docs')
  })
}

/** Addresses that people guess, and that browsers ask for by themselves. */
export function showShortcuts(app: App) {
  app.get('/docs', hidden, async (_request, reply) => reply.redirect('/api/docs'))
  app.get('/favicon.ico', hidden, async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  )
}
