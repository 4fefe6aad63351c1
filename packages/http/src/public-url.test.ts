import t from 'tap'
import { isPublicUrl } from './public-url.ts'

t.test('only https addresses of public hosts are public, however the host is written', async (t) => {
  for (const url of [
    'https://example.com/a.png',
    'https://1.1.1.1/a',
    'https://[2606:4700::1111]/a',
    'HTTPS://EXAMPLE.CN',
  ])
    t.ok(isPublicUrl(url), url)
  for (const url of [
    'http://example.com/a.png',
    'https://169.254.169.254/latest/meta-data',
    'https://2852039166/',
    'https://0xa9.0xfe.0xa9.0xfe/',
    'https://127.1/',
    'https://10.0.0.1/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://localhost/',
    'https://metadata.google.internal/',
    'https://chat.lingzhi.svc.cluster.local./',
    'https://vllm/',
    'https://user:secret@example.com/',
    'file:///etc/passwd',
    '//169.254.169.254/',
    '/etc/passwd',
    '',
  ])
    t.notOk(isPublicUrl(url), url)
})
