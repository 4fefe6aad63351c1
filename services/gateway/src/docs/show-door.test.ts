import t from 'tap'
import { startTestGateway } from '../test-app.ts'

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

t.test('a browser at the address of the platform is led to the page of the API', async (t) => {
  const { url } = await startTestGateway(t)
  for (const [path, headers] of [
    ['/', browser],
    ['/docs', browser],
    ['/docs/', {}],
  ] as const) {
    const response = await fetch(`${url}${path}`, { headers, redirect: 'manual' })
    t.equal(response.status, 302, path)
    t.equal(response.headers.get('location'), '/api/docs', path)
  }
  const page = await fetch(url, { headers: browser })
  t.match(page.headers.get('content-type'), /^text\/html/)
  const icon = await fetch(`${url}/favicon.ico`)
  t.match(icon, { status: 200 })
  t.match(icon.headers.get('content-type'), /^image\//)
})

t.test('a program at the same address is told that nothing is there', async (t) => {
  const { url } = await startTestGateway(t)
  const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual' })
  t.equal(response.status, 404)
  t.match(await response.json(), { error_code: 'NOT_FOUND' })
})
