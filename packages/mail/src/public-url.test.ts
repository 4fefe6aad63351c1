import t from 'tap'
import { linkTo, mailLinkTo, warnOfLocalLinks } from './public-url.ts'

t.test('links are whole and hold no empty segment, whatever PUBLIC_URL ends in', async (t) => {
  for (const [PUBLIC_URL, link] of [
    ['https://ai.example.cn', 'https://ai.example.cn/x'],
    ['https://ai.example.cn/', 'https://ai.example.cn/x'],
    ['https://ai.example.cn/app//', 'https://ai.example.cn/app/x'],
  ] as const) {
    t.equal(linkTo({ PUBLIC_URL }, '/x'), link)
    t.equal(mailLinkTo({ PUBLIC_URL }, '/x'), link)
  }
  t.equal(linkTo({ PUBLIC_URL: '' }, '/x'), '/x')
  t.equal(mailLinkTo({ PUBLIC_URL: '' }, '/x'), 'http://127.0.0.1:8080/x')
})

t.test('a start that will send mails with links to this machine names the setting, once', async (t) => {
  const said = (PUBLIC_URL: string, SMTP_HOST?: string) => {
    const lines: string[] = []
    warnOfLocalLinks({ PUBLIC_URL, SMTP_HOST }, { warn: (line) => void lines.push(line) })
    return lines
  }
  for (const here of ['', 'http://127.0.0.1:18280', 'http://localhost', 'http://[::1]:8080/app'])
    t.match(said(here, 'mail.example.cn'), [/PUBLIC_URL/], here)
  for (const real of ['https://ai.example.cn', 'http://localhost.example.cn', 'http://192.168.1.5:8080'])
    t.same(said(real, 'mail.example.cn'), [], real)
  t.same(said(''), [])
})
