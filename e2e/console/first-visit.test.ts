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
})
