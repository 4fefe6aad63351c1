import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Call } from './call.ts'
import { sendJson } from './json-http.ts'
import { OpenAIError } from './openai-error.ts'
import { route } from './routes.ts'
import type { ModelServerOptions } from './stage.ts'
import { setStage } from './stage.ts'

/**
 * The server, not yet listening. Plain node:http without a framework: most of its work is to break responses on purpose,
 * which needs the socket, and in measurements it must not be the slow part.
 */
export function createModelServer(options: ModelServerOptions = {}) {
  const stage = setStage(options)
  const { logger } = options
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const handled = route(request, response, stage).catch((error: unknown) => {
      sendError(response, error, logger)
      return undefined
    })
    if (logger) logWhenClosed(logger, response, handled)
  })

  return {
    ...stage,
    /** Listens; port 0 takes a free one. Resolves to the address, as `http://host:port`. */
    async listen({ host = '127.0.0.1', port = 0 } = {}): Promise<string> {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      server.once('error', reject)
      server.listen(port, host, resolve)
      await promise
      server.off('error', reject)
      const { family, address, port: taken } = server.address() as AddressInfo
      return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`
    },
    /** Closes the server and breaks off open answers. */
    async close(): Promise<void> {
      stage.log.close()
      const { promise, resolve } = Promise.withResolvers<unknown>()
      server.close(resolve)
      server.closeAllConnections()
      await promise
    },
  }
}

function sendError(response: ServerResponse, error: unknown, logger: Logger | undefined) {
  // The caller left while sending its request: there is no one to respond to, and no failure here.
  if (response.socket?.destroyed ?? true) return
  const known = error instanceof OpenAIError
  if (!known) logger?.error({ err: error }, 'request failed')
  const sent = known ? error : new OpenAIError(500, 'The demo model failed.')
  if (response.headersSent) response.destroy()
  else sendJson(response, sent.status, sent)
}

function logWhenClosed(logger: Logger, response: ServerResponse, handled: Promise<Call | undefined>) {
  const start = performance.now()
  response.once('close', async () => {
    const call = await handled
    const { method, url } = response.req
    const path = url?.split('?', 1)[0]
    const durationMs = Math.round(performance.now() - start)
    const detail = call && { model: call.body.model, stream: call.body.stream === true, state: call.state }
    // Health checks come every few seconds and would hide the other lines.
    const level = path === '/api/health' ? 'debug' : 'info'
    logger[level]({ method, path, status: response.statusCode, durationMs, ...detail }, 'request')
  })
}
