import type { Call } from '@lingzhi/demo-model/call'
import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import type { Page } from 'playwright-core'
import { dataDir, startStack } from '../start-stack.ts'
import { type Look, openBrowser, openPage, signUp } from './browser.ts'
import { browserFault } from './install-browser.ts'

export const box = (page: Page) => page.getByRole('textbox', { name: '输入问题' })
export const answers = (page: Page) => page.getByRole('article', { name: '回答' })
/** Resolves once an answer has ended; a failure says what the page shows instead. */
export async function ended(page: Page): Promise<void> {
  try {
    await page.getByRole('button', { name: '重新回答' }).waitFor({ state: 'attached' })
  } catch (cause) {
    const shown = await page.getByRole('main').textContent()
    throw new Error(`No answer has ended at ${page.url()}, which shows:\n${shown}`, { cause })
  }
}

/** A stack with two chats, whose model says what the test says; one browser for a whole file, in which each test has its own person. */
export async function startChatting(
  t: { teardown: (close: () => unknown) => void },
  more: NodeJS.ProcessEnv = {},
) {
  const fault = browserFault()
  if (fault) throw new Error(fault)
  const model = await startScriptedModel()
  t.teardown(() => model.close())
  const settings = {
    LLM_BASE_URL: model.baseUrl,
    LLM_API_KEY: 'key',
    LLM_MODEL: 'scripted',
    RATE_LIMIT_FACTOR: '100',
    ...more,
  }
  const folder = dataDir(t)
  const stack = await startStack(t, folder, ['--scale', 'chat=2'], settings)
  const browser = await openBrowser(t)
  const url = stack.gateway_url
  return {
    model,
    folder,
    stack,
    browser,
    url,
    async ask(page: Page, question: string): Promise<Call> {
      await box(page).fill(question)
      await page.getByRole('button', { name: '发送' }).click()
      return model.nextCall({ match: question })
    },
    async signedIn(look: Look = {}, at = url) {
      const visitor = await openPage(browser, at, look)
      return { ...visitor, person: await signUp(visitor.page, at) }
    },
  }
}
