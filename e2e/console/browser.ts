import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** Chinese without a font is boxes. */
const packages = ['chromium', 'fonts-wqy-microhei', 'fonts-noto-color-emoji']
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const installMaxMs = 300_000
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** Where pictures of the pages land, for whoever changes one to look at. */
const pictures = join(import.meta.dirname, '../../.screenshots')

type Test = { teardown: (close: () => unknown) => void }

/** Debian's browser, which is installed if it is missing and we may. */
export async function startBrowser(t: Test): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: flags })
  t.teardown(() => browser.close())
  return browser
}

function findBrowser(): string {
  const found = () => places.find((path) => existsSync(path))
  if (!found()) install()
  const path = found()
  if (!path) throw new Error(`These tests need a browser: apt-get install ${packages.join(' ')}`)
  return path
}

function install() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const apt = [...sudo, 'apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=120']
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: installMaxMs }
  const run = (...args: string[]) => spawnSync(apt[0]!, [...apt.slice(1), ...args], options).status === 0
  if (!run('install', '--no-install-recommends', ...packages)) {
    run('update')
    run('install', '--no-install-recommends', ...packages)
  }
}

export interface Looks {
  width?: 390 | 1440
  language?: 'zh' | 'en'
  scheme?: 'light' | 'dark'
}

/** A person's browser at the console: what must never happen there is collected in `faults`. */
export interface Visitor {
  page: Page
  context: BrowserContext
  faults: string[]
}

export async function visit(
  browser: Browser,
  url: string,
  { width = 1440, language = 'zh', scheme = 'light' }: Looks = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: width === 390 ? 844 : 900 },
    hasTouch: width === 390,
    isMobile: width === 390,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: scheme,
  })
  const faults: string[] = []
  const { origin } = new URL(url)
  context.on('request', (request) => {
    const to = new URL(request.url())
    if (to.origin !== origin && to.protocol !== 'blob:') faults.push(`a request to another host: ${to.href}`)
  })
  await context.exposeBinding('tellViolation', (_source, what: string) => {
    faults.push(`against the content security policy: ${what}`)
  })
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      (globalThis as unknown as { tellViolation: (what: string) => void }).tellViolation(
        `${violatedDirective} ${blockedURI}`,
      ),
    )
  })
  const page = await context.newPage()
  watch(page, faults)
  return { page, context, faults }
}

/** What is written to the console as an error, and what was thrown. */
export function watch(page: Page, faults: string[]) {
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`an error in the console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`))
}

let people = 0

/** Makes an account and signs this browser in to it, by the cookie alone, as the page itself does. */
export async function signUp({ context, page }: Visitor, url: string): Promise<{ username: string }> {
  people += 1
  const username = `visitor-${process.pid}-${people}`
  await enter(context, url, '/api/register', { username, password: 'a-long-password-1' })
  await page.goto('/')
  return { username }
}

export async function signIn({ context, page }: Visitor, url: string, credentials: object) {
  await enter(context, url, '/api/login', credentials)
  await page.goto('/')
}

async function enter(context: BrowserContext, url: string, path: string, data: object) {
  const headers = { 'x-requested-with': 'console' }
  const response = await context.request.post(url + path, { data, headers })
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`)
  await context.addInitScript(() => localStorage.setItem('lz.signed-in', 'signed-in'))
}

/** Faults of accessibility that axe calls serious or critical, in words. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(axe, 'utf8'))
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }
    interface Violation {
      impact: string
      id: string
      nodes: { html: string; failureSummary: string }[]
    }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
      )
  })
}

/** Pixels by which the page could be scrolled sideways. */
export const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}
