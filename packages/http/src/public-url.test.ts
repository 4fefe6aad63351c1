import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Test } from 'tap'
import t from 'tap'
import { findHiddenHost, isPublicUrl } from './public-url.ts'

t.test('only https addresses of public hosts are public, however the host is written', async (t) => {
  for (const url of [
    'https://example.com/a.png',
    'https://1.1.1.1/a',
    'https://[2606:4700::1111]/a',
    'HTTPS://EXAMPLE.CN',
    'https://ec2-52-95-110-1.compute.amazonaws.com/',
    'https://1.1.1.1.nip.io/',
    'https://v10-0-0.example.com/',
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
    'https://127.0.0.1.nip.io/',
    'https://10-0-0-1.sslip.io/',
    'https://a.b-169-254-169-254.c.example/',
    'https://52.10.0.0.1.nip.io/',
    'https://user:secret@example.com/',
    'file:///etc/passwd',
    '//169.254.169.254/',
    '/etc/passwd',
    '',
  ])
    t.notOk(isPublicUrl(url), url)
})

/** Knows addresses of some names, does not know others, and never answers for `slow.example`. */
async function startNameServer(t: Test, known: Record<string, string>): Promise<string> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  socket.on('message', (query, from) => {
    const labels: string[] = []
    let at = 12
    for (; query[at] !== 0; at += 1 + query[at]!)
      labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!))
    const question = query.subarray(12, at + 5)
    const name = labels.join('.')
    if (name === 'slow.example') return
    const address = query.readUInt16BE(at + 1) === 1 ? known[name] : undefined
    const head = Buffer.from(query.subarray(0, 12))
    // RFC 1035: a response, recursion available, and no such name where there is none; one question, and nothing more but an answer.
    head.writeUInt16BE(name in known ? 0x8180 : 0x8183, 2)
    head.writeUInt16BE(address ? 1 : 0, 6)
    head.fill(0, 8)
    const answer = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...(address ?? '').split('.').map(Number)]
    socket.send(Buffer.concat([head, question, Buffer.from(address ? answer : [])]), from.port, from.address)
  })
  return `127.0.0.1:${socket.address().port}`
}

t.test(
  'a public name that leads into a network of one’s own is found, and no name server is waited for long',
  async (t) => {
    const known = {
      'open.example': '1.1.1.1',
      'inside.example': '10.0.0.5',
      'cloud.example': '169.254.169.254',
    }
    const servers = [await startNameServer(t, known)]
    t.equal(await findHiddenHost(['open.example', 'inside.example'], servers), 'inside.example')
    t.equal(await findHiddenHost(['cloud.example'], servers), 'cloud.example')
    t.equal(await findHiddenHost(['open.example', 'unknown.example', '1.1.1.1'], servers), undefined)
    t.equal(await findHiddenHost(['slow.example', 'cloud.example'], servers), 'cloud.example')
    t.equal(await findHiddenHost(['slow.example'], servers), undefined)
  },
)
