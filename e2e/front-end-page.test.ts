import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EventSource } from 'eventsource'
import t from 'tap'
import { dataDir, startStack } from './start-stack.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const document = readFileSync(join(root, 'docs/front-ends.md'), 'utf8')
const script = /```html\n[\s\S]*?<script type="module">\n([\s\S]*?)<\/script>\n```/.exec(document)![1]!
const ids = [...document.matchAll(/ id="(\w+)"/g)].map(([, id]) => id!)

interface Element {
  value: string
  textContent: string
  href: string
  onclick?: () => Promise<void>
}

interface Stored {
  conversations: { id: string }[]
  messages: { content: string }[]
}

/** What a browser keeps of a site over a reload. */
function storage() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
}

/**
 * The document's page, opened: its elements, and what a browser gives a script. Closing it ends its connections, and nothing
 * it still does reaches the storage.
 */
function openPage(origin: string, kept: ReturnType<typeof storage>, changed: () => void = () => {}) {
  const closed = new AbortController()
  const elements = new Map<string, Element>(
    ids.map((id) => {
      let text = ''
      const element: Element = {
        value: '',
        href: '',
        get textContent() {
          return text
        },
        set textContent(value) {
          text = value
          changed()
        },
      }
      return [id, element]
    }),
  )
  const never = new Promise<never>(() => {})
  const browser = {
    document: { getElementById: (id: string) => elements.get(id) },
    localStorage: {
      ...kept,
      setItem: (name: string, value: string) => !closed.signal.aborted && kept.setItem(name, value),
    },
    fetch: (url: string, init: RequestInit) =>
      closed.signal.aborted ? never : fetch(url, { ...init, signal: closed.signal }),
    EventSource,
  }
  const code = script.replace('http://127.0.0.1:8080', origin)
  new Function(...Object.keys(browser), code)(...Object.values(browser))
  const $ = (id: string) => elements.get(id)!
  return { $, click: (id: string) => $(id).onclick!(), close: () => closed.abort() }
}

t.test('the page of docs/front-ends.md, run as it stands there', async (t) => {
  const folder = dataDir(t)
  const stack = await startStack(t, folder, [], { DEMO_MODEL_CHARS_PER_SECOND: '400' })
  const origin = stack.gateway_url
  const kept = storage()
  const until = async (page: ReturnType<typeof openPage>, happened: () => boolean) => {
    const bound = AbortSignal.timeout(60_000)
    while (!happened()) {
      bound.throwIfAborted()
      await new Promise((next) => setTimeout(next, 20))
    }
    return page
  }

  let reload = () => {}
  let page = openPage(origin, kept, () => reload())
  page.$('username').value = 'lin'
  page.$('password').value = 'correct horse battery'
  await page.click('register')
  t.ok(kept.getItem('token'), 'registered')

  const question = page
  const half = new Promise<void>((resolve) => {
    reload = () => question.$('answer').textContent.length > 60 && resolve()
  })
  page.$('question').value = '介绍一下你自己'
  page.click('ask')
  await half
  page.close()
  const before = JSON.parse(kept.getItem('answer')!)
  t.notOk(before.ended, 'the page is reloaded in the middle of the answer')

  page = openPage(origin, kept)
  await until(page, () => page.$('state').textContent === 'Done')
  const headers = { authorization: `Bearer ${kept.getItem('token')}` }
  const get = async (path: string) =>
    ((await (await fetch(origin + path, { headers })).json()) as { data: Stored }).data
  const { conversations } = await get('/api/conversations')
  const { messages } = await get(`/api/conversations/${conversations[0]!.id}`)
  t.equal(messages.length, 2, 'the question was asked once')
  t.equal(page.$('answer').textContent, messages[1]!.content, 'what the page shows is what is stored')
  t.ok(page.$('answer').textContent.length > before.text.length)

  await page.click('checkin')
  t.match(page.$('state').textContent, /^1 灵值, day 1$/)
  await page.click('checkin')
  t.match(page.$('state').textContent, /\(1 灵值\)$/, 'the second time with the record of the day')

  page.click('export')
  await until(page, () => page.$('file').href !== '')
  t.match(page.$('file').textContent, /\.csv$/)
  t.match(await (await fetch(page.$('file').href)).text(), '介绍一下你自己', 'the link needs no token')

  await t.test('the lines under "Start here" at /api/docs run in a shell', async (t) => {
    const { info } = (await (await fetch(`${origin}/api/docs/json`)).json()) as {
      info: { description: string }
    }
    const lines = /## Start here[\s\S]*?```sh\n([\s\S]*?)```/.exec(info.description)![1]!
    const { stdout } = await run('bash', ['-ec', lines.replace('http://127.0.0.1:8080', origin)], {
      timeout: 60_000,
      cwd: mkdtempSync(join(folder, 'shell-')),
    })
    t.match(stdout, /"message":"对话成功"/, 'the whole answer')
    t.equal(stdout.match(/^event: start$/gm)?.length, 1, 'the stream from its beginning')
    t.equal(stdout.match(/^event: done$/gm)?.length, 2, 'and once more, to the same end')
  })
})
