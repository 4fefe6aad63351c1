import { createServer } from 'node:http'

// The service both proxies stand before: it costs as little as possible, so that the proxies are what is measured.
const body = JSON.stringify({ success: true, data: { id: 'x'.repeat(36), username: 'bench', role: 'user' } })
const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Length': Buffer.byteLength(body),
}

createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
  response.writeHead(200, headers).end(body)
}).listen(Number(process.env.PORT), '127.0.0.1')
