import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { chromium as driver } from 'playwright-core'
import { chromium } from './install-browser.ts'

/** Nothing that a browser does for itself may reach the network, or be taken for a request of the page. */
const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = join(import.meta.dirname, '..', '..', '.screenshots')

/** Text, because it is the page's own code: the checkout's types know no DOM. */
const tellViolations = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
  tellViolation('policy: ' + violatedDirective + ' forbids ' + (blockedURI || 'inline') + ' in ' + sourceFile))`

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } }

export interface Look {
  size?: keyof typeof sizes
  theme?: 'light' | 'dark'
  language?: 'zh-CN' | 'en-US'
}

/** A page and what must never happen on it. */
export interface Watched {
  page: Page
  /** Errors in its console, exceptions, violations of its policy, and requests to other hosts, as sentences. */
  faults: string[]
  /** Addresses of ours that it loaded, without calls of the API. */
  loaded: string[]
}

export async function openBrowser(t: { teardown: (close: () => unknown) => void }): Promise<Browser> {
  const browser = await driver.launch({ executablePath: chromium, args: flags })
  t.teardown(() => browser.close())
  return browser
}

/** A step that takes so long has failed; two stacks and two browsers on two slow cores take half of it. */
const waitMaxMs = 60_000

/** A page in a profile of its own, as a visitor who was never here. */
export async function openPage(browser: Browser, origin: string, look: Look = {}): Promise<Watched> {
  const { size = 'desktop', theme = 'light', language = 'zh-CN' } = look
  const context = await browser.newContext({
    baseURL: origin,
    viewport: sizes[size],
    colorScheme: theme,
    locale: language,
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
  })
  const faults: string[] = []
  const loaded: string[] = []
  await context.exposeBinding('tellViolation', (_source, told: string) => void faults.push(told))
  await context.addInitScript({ content: tellViolations })
  const page = await context.newPage()
  page.setDefaultTimeout(waitMaxMs)
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol === 'blob:') return
    if (url.origin !== origin) faults.push(`foreign: ${request.url()}`)
    else if (!url.pathname.startsWith('/api/')) loaded.push(url.pathname)
  })
  return { page, faults, loaded }
}

export interface Person {
  username: string
  password: string
}

/** Signs in as a person does. */
export async function signIn(page: Page, user: Person): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[autocomplete="username"]').fill(user.username)
  await page.locator('input[autocomplete="current-password"]').fill(user.password)
  await page.locator('button[type="submit"]').click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

let people = 0

/** Makes an account, and has this browser's session before it opens a page: registering has a test of its own. */
export async function signUp(page: Page, origin: string): Promise<Person> {
  people += 1
  const username = `visitor-${process.pid}-${people}`
  const data = { username, password: 'a long password of nobody' }
  const headers = { 'x-requested-with': 'console' }
  const response = await page.context().request.post(`${origin}/api/register`, { data, headers })
  if (!response.ok()) throw new Error(`registering: ${response.status()} ${await response.text()}`)
  await page.context().addInitScript({ content: "localStorage.setItem('lz.signed-in', 'signed-in')" })
  await page.goto('/')
  return data
}

/** Colours are what they will be once everything has faded in; what moves for ever is not waited for. */
const settled = `Promise.all(document.getAnimations()
  .filter((animation) => animation.effect.getComputedTiming().iterations !== Infinity)
  .map((animation) => animation.finished.catch(() => {}))).then(() => {})`

/** What axe finds that is serious or worse, each with the first element that has it. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(settled)
  // Evaluated by the debugger: the page's policy would let no script be added.
  await page.evaluate(axe)
  return page.evaluate(async () => {
    type Finding = { id: string; impact: string; help: string; nodes: { target: string[] }[] }
    type Axe = { run: () => Promise<{ violations: Finding[] }> }
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.target.join(' ')})`)
  })
}

/** How many pixels a page is wider than its window; 0 for one that does not scroll sideways. */
export const sidewaysPx = (page: Page): Promise<number> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)')

const tallestPx = 4_000
/** How much more there is of the page's own box, which scrolls: not of a conversation, whose end is what one sees. */
const hiddenPx = `(() => {
  const box = document.querySelector('main h1')?.closest('.overflow-y-auto')
  return box ? box.scrollHeight - box.clientHeight : 0
})()`

/** Into .screenshots/ of the checkout, for a person who changed the page to look at: the whole of it. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  const size = page.viewportSize()
  const height = Math.min(tallestPx, (size?.height ?? 0) + (await page.evaluate<number>(hiddenPx)))
  if (size) await page.setViewportSize({ ...size, height })
  await page.screenshot({ path: join(shots, `${name}.png`) })
  if (size) await page.setViewportSize(size)
}
