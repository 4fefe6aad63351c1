import t from 'tap'
import { nextPath } from './next-path.ts'

const next = (path: string) => nextPath(`?next=${encodeURIComponent(path)}`)

t.test('one comes back to where one was', async (t) => {
  t.equal(next('/c/0199-aa?message=1#x'), '/c/0199-aa?message=1#x')
  t.equal(next('/admin/users?q=林'), '/admin/users?q=%E6%9E%97')
  t.equal(nextPath(''), '/')
})

t.test('never to another host, however it is written', async (t) => {
  const others = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'evil',
    '\\\\evil.example',
  ]
  for (const other of others) t.equal(next(other), '/', JSON.stringify(other))
})

t.test('never to a page for signing in, nor to the API', async (t) => {
  for (const door of [
    '/sign-in?next=/sign-in',
    '/register',
    '/reset-password#token=x',
    '/api/docs',
    '/v1/models',
  ])
    t.equal(next(door), '/', door)
})
