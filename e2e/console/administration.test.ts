import t from 'tap'
import { createClient } from '../client.ts'
import { dataDir, startStack } from '../start-stack.ts'
import { axeFaults, openBrowser, openPage, type Person, shoot, sidewaysPx, signIn } from './browser.ts'
import { browserFault } from './install-browser.ts'

const pages = {
  overview: '/admin',
  users: '/admin/users?q=adm',
  agents: '/admin/agents',
  agent: '/admin/agents/1',
  'agent-new': '/admin/agents/new',
  'agent-try': '/admin/agents/1?part=try',
  'agent-versions': '/admin/agents/1?part=versions',
  'agent-filters': '/admin/agents/1?part=filters',
  usage: '/admin/usage?days=7',
  'usage-cost': '/admin/usage?days=90&by=cost',
  feedback: '/admin/feedback',
  filters: '/admin/filters',
  invitations: '/admin/invitations',
  tools: '/admin/tools',
  audit: '/admin/audit',
  health: '/admin/health',
}

t.test('administration', async (t) => {
  const fault = browserFault()
  if (fault) return t.fail(fault)
  const stack = await startStack(t, dataDir(t))
  const browser = await openBrowser(t)

  await giveFeedback(stack.gateway_url, stack.admin)
  for (const [size, language] of [
    ['phone', 'en-US'],
    ['desktop', 'zh-CN'],
  ] as const) {
    await t.test(
      `${size}: every page is whole, accessible and as wide as its window, in both themes`,
      async (t) => {
        const { page, faults } = await openPage(browser, stack.gateway_url, { size, language })
        await signIn(page, stack.admin)
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(path)
          await page.locator('h1').waitFor()
          await page.locator('main:not(:has([role=status][aria-label]))').waitFor()
          t.equal(await sidewaysPx(page), 0, `${name}: nothing scrolls sideways`)
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme })
            t.same(await axeFaults(page), [], `${name}, ${colorScheme}: axe`)
            await shoot(page, `admin-${name}-${size}-${colorScheme}`)
          }
        }
        t.same(faults, [], 'no error, no violation of the policy, nothing from elsewhere')
        await page.context().close()
      },
    )
  }

  await t.test(
    'what is written in the editor survives a reload, and is not saved over a newer version',
    async (t) => {
      const { page } = await openPage(browser, stack.gateway_url, { language: 'en-US' })
      await signIn(page, stack.admin)
      await page.goto('/admin/agents/1')
      await page.getByLabel('Description').fill('mine')
      await page.reload()
      t.equal(await page.getByLabel('Description').inputValue(), 'mine', 'the draft is kept')

      const other = await openPage(browser, stack.gateway_url, { language: 'en-US' })
      await signIn(other.page, stack.admin)
      await other.page.goto('/admin/agents/1')
      await other.page.getByLabel('Description').fill('theirs')
      await other.page.getByRole('button', { name: 'Save as a new version' }).click()
      await other.page.getByText('The same as the saved version 2').waitFor()

      await page.getByRole('button', { name: 'Save as a new version' }).click()
      await page.getByText('Somebody saved a newer version').waitFor()
      t.equal(await page.getByText('− theirs').count(), 1, 'the difference is shown')
      await page.getByRole('button', { name: 'Take theirs' }).click()
      t.equal(await page.getByLabel('Description').inputValue(), 'theirs')
      await page.context().close()
      await other.page.context().close()
    },
  )
})

/** So that no page is empty: somebody has asked, and did not like the answer. */
async function giveFeedback(url: string, person: Person) {
  const { data } = (await createClient(url).post('/api/login', person)).body
  const client = createClient(url, data.access_token)
  const answer = (await client.post('/api/chat', { message: '一加一等于几？' })).body.data
  const opinion = { type: 'correct', comment: '应该先说结论，再说理由。' }
  await client.post(`/api/messages/${answer.message_id}/feedback`, opinion)
}
