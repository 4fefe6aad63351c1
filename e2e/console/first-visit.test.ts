import t from 'tap'
import { dataDir, startStack } from '../start-stack.ts'
import { axeFaults, openBrowser, openPage, shoot, sidewaysPx } from './browser.ts'
import { browserFault } from './install-browser.ts'

/** A browser has six connections to a host over HTTP/1.1: more files than this come one after the other. */
const filesMax = 12

t.test('a first visit to /', async (t) => {
  const fault = browserFault()
  if (fault) return t.fail(fault)
  const stack = await startStack(t, dataDir(t))
  const browser = await openBrowser(t)
  for (const size of ['phone', 'desktop'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      for (const language of ['zh-CN', 'en-US'] as const) {
        const name = `${size}-${theme}-${language.slice(0, 2)}`
        await t.test(`${name}: whole, accessible, and all from here`, async (t) => {
          const { page, faults, loaded } = await openPage(browser, stack.gateway_url, {
            size,
            theme,
            language,
          })
          await page.goto('/')
          await page.locator('#root > *').first().waitFor()
          await page.waitForLoadState('networkidle')
          t.same(faults, [], 'no error, no violation of the policy, nothing from elsewhere')
          t.ok(loaded.length <= filesMax, `${loaded.length} files: ${loaded.join(' ')}`)
          t.same(await axeFaults(page), [], 'axe')
          t.equal(await sidewaysPx(page), 0, 'nothing scrolls sideways')
          t.equal(await page.locator('html').getAttribute('lang'), language.slice(0, 2))
          await shoot(page, `first-visit-${name}`)
          await page.context().close()
        })
      }
    }
  }

  await t.test('a browser that forbids storage has a chat as well', async (t) => {
    const { page, faults } = await openPage(browser, stack.gateway_url, { language: 'en-US' })
    await page.addInitScript(`for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        configurable: true,
        get() { throw new DOMException('denied', 'SecurityError') },
      })`)
    await page.goto('/')
    await page.getByRole('textbox', { name: 'Your question' }).fill('Anything?')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Answer again' }).waitFor({ state: 'attached' })
    t.same(faults, [])
    await page.context().close()
  })
})
