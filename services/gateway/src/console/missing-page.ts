import type { FastifyReply } from 'fastify'
import { pageHeaders } from './page-headers.ts'

const html = `<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>灵值 Lingzhi</title>
<h1>网页暂不可用</h1>
<p>服务在正常运行，只有网页没有构建成功，原因见启动时的输出和网关的日志。接口可以照常使用：<a href="/api/docs">接口文档</a>。</p>
<h1 lang="en">The web console is not available</h1>
<p lang="en">The platform is running; only its web pages are missing. What the start printed and the gateway's log say why. The API works: <a href="/api/docs">API documentation</a>.</p>
</html>
`

/** In place of every page while the build is missing: a person learns that the rest works. */
export const sendMissingPage = (reply: FastifyReply) =>
  reply.code(503).headers(pageHeaders).type('text/html; charset=utf-8').send(html)
