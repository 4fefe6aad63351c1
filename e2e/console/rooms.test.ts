import t from 'tap'
import { dataDir, startStack } from '../start-stack.ts'
import { axeFaults, openBrowser, openPage, shoot, sidewaysPx, signUp } from './browser.ts'
import { browserFault } from './install-browser.ts'

const doors = {
  'sign-in': '/sign-in',
  register: '/register',
  'forgot-password': '/forgot-password',
  'reset-password': '/reset-password#token=none',
  'confirm-email': '/confirm-email#token=none',
  'no-such-page': '/nowhere',
}
const rooms = { checkin: '/checkin', files: '/files', data: '/data', account: '/account' }

const looks = [
  { size: 'phone', theme: 'dark', language: 'en-US' },
  { size: 'phone', theme: 'light', language: 'zh-CN' },
  { size: 'desktop', theme: 'dark', language: 'zh-CN' },
  { size: 'desktop', theme: 'light', language: 'en-US' },
] as const

t.test('the rooms of a person', async (t) => {
  const fault = browserFault()
  if (fault) return t.fail(fault)
  const stack = await startStack(t, dataDir(t))
  const browser = await openBrowser(t)
  const { gateway_url: url } = stack

  for (const look of looks)
    await t.test(
      `${look.size}, ${look.theme}: every page is whole, accessible and as wide as its window`,
      async (t) => {
        const { page, faults } = await openPage(browser, url, look)
        const check = async (name: string, path: string) => {
          await page.goto(path)
          await page.locator('h1').waitFor()
          await page.locator('main:not(:has([role=status][aria-label]))').waitFor()
          t.same(await axeFaults(page), [], `${name}: axe`)
          t.equal(await sidewaysPx(page), 0, `${name}: nothing scrolls sideways`)
          await shoot(page, `${name}-${look.size}-${look.theme}`)
        }
        for (const [name, path] of Object.entries(doors)) await check(name, path)
        await signUp(page, url)
        for (const [name, path] of Object.entries(rooms)) await check(name, path)
        t.same(faults, [], 'no error, no violation of the policy, nothing from elsewhere')
        await page.context().close()
      },
    )

  await t.test('one checks in with one tap, and only once a day', async (t) => {
    const { page, faults } = await openPage(browser, url, {})
    await signUp(page, url)
    await page.goto('/checkin')
    await page.getByRole('button', { name: '签到，领 1 灵值' }).click()
    await page.getByRole('button', { name: '签到，领 1 灵值' }).waitFor({ state: 'detached' })
    await page.reload()
    await page.locator('main h1').waitFor()
    t.equal(await page.getByRole('button', { name: '签到，领 1 灵值' }).count(), 0)
    t.same(faults, [])
    await page.context().close()
  })

  await t.test('what was said is found by Ctrl-K, and the search leads to the message', async (t) => {
    const { page, faults } = await openPage(browser, url, {})
    await signUp(page, url)
    await page.getByRole('textbox', { name: '输入问题' }).fill('大熊猫住在哪里')
    await page.getByRole('button', { name: '发送' }).click()
    await page.getByRole('button', { name: '重新回答' }).waitFor({ state: 'attached' })
    await page.getByRole('link', { name: '新对话' }).click()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: '搜索标题和内容' }).fill('大熊猫')
    await page.locator('mark', { hasText: '大熊猫' }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/c\//)
    await page.getByRole('article', { name: '您' }).getByText('大熊猫住在哪里').waitFor()
    t.same(faults, [])
    await page.context().close()
  })

  await t.test(
    'a file comes in: what it would do is shown first, and a second time there is nothing to do',
    async (t) => {
      const { page, faults } = await openPage(browser, url, { language: 'en-US' })
      await signUp(page, url)
      await page.goto('/data')
      const file = {
        name: 'conversations.json',
        mimeType: 'application/json',
        buffer: Buffer.from(
          JSON.stringify([
            {
              ...{ uuid: 'u-1', name: 'From elsewhere', created_at: '2026-03-01T04:00:00Z' },
              chat_messages: [
                { uuid: 'm-1', sender: 'human', text: 'Where do pandas live?' },
                { uuid: 'm-2', sender: 'assistant', text: 'In Sichuan.' },
              ],
            },
          ]),
        ),
      }
      const newOnes = page.getByRole('row', { name: /^New/ }).getByRole('cell')
      await page.getByLabel('The file to import').setInputFiles(file)
      await page.getByText('Nothing has been changed yet').waitFor()
      t.same(await newOnes.allTextContents(), ['1', '2'])
      t.equal(await page.getByRole('link', { name: 'From elsewhere' }).count(), 0)
      t.same(await axeFaults(page), [])
      await shoot(page, 'import-tried')
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await page.getByText('The import is complete').waitFor()
      await page
        .getByRole('link', { name: /From elsewhere/ })
        .first()
        .waitFor()
      await page.getByRole('button', { name: 'Import another file' }).click()
      await page.getByLabel('The file to import').setInputFiles(file)
      await page.getByText('Nothing has been changed yet').waitFor()
      t.same(await newOnes.allTextContents(), ['0', '0'])
      t.same(faults, [])
      await page.context().close()
    },
  )

  await t.test('conversations are renamed, pinned and deleted in the sidebar', async (t) => {
    const { page, faults } = await openPage(browser, url, {})
    await signUp(page, url)
    await page.getByRole('textbox', { name: '输入问题' }).fill('侧栏')
    await page.getByRole('button', { name: '发送' }).click()
    const list = page.getByRole('navigation')
    await list.getByRole('link', { name: '侧栏' }).hover()
    await list.getByRole('button', { name: '更多操作: 侧栏' }).click()
    await page.getByRole('menuitem', { name: '重命名' }).click()
    await page.getByRole('textbox', { name: '标题' }).fill('改过的名字'.repeat(20))
    await page.getByRole('button', { name: '保存' }).click()
    await list.getByRole('link', { name: '改过的名字' }).waitFor()
    const actions = list.getByRole('button', { name: '更多操作: 改过的名字' })
    const [bar, button] = await Promise.all([list.boundingBox(), actions.boundingBox()])
    t.ok(button!.x + button!.width <= bar!.x + bar!.width, 'a long title leaves its menu in sight')
    await actions.click()
    await page.getByRole('menuitem', { name: '置顶' }).click()
    await list.getByRole('region', { name: '置顶' }).getByRole('link', { name: '改过的名字' }).waitFor()
    await list.getByRole('button', { name: '更多操作: 改过的名字' }).click()
    await page.getByRole('menuitem', { name: '删除' }).click()
    await page.getByRole('button', { name: '删除', exact: true }).click()
    await list.getByRole('link', { name: '改过的名字' }).waitFor({ state: 'detached' })
    t.equal(new URL(page.url()).pathname, '/')
    t.same(faults, [])
    await page.context().close()
  })
})
