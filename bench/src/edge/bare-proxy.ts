import httpProxy from '@fastify/http-proxy'
import Fastify from 'fastify'

// The yardstick: @fastify/http-proxy with nothing around it.
const app = Fastify({ logger: false })
await app.register(httpProxy, {
  upstream: String(process.env.UPSTREAM_URL),
  disableRequestLogging: true,
  undici: { connections: 128, pipelining: 1 },
})
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
