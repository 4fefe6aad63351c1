import { readFileSync } from 'node:fs'
import t from 'tap'
import { createClient } from '../client.ts'
import { dataDir, startStack } from '../start-stack.ts'
import { openBrowser, openPage, shoot, signIn, signUp } from './browser.ts'
import { browserFault } from './install-browser.ts'

const fault = browserFault()
if (fault) throw new Error(fault)
const { gateway_url: url } = await startStack(t, dataDir(t))
const browser = await openBrowser(t)

t.test(
  'a session that has ended is told calmly, and what was written is sent after signing in',
  async (t) => {
    const { page } = await openPage(browser, url, {})
    const person = await signUp(page, url)
    const box = page.getByRole('textbox', { name: '输入问题' })
    await box.fill('还没发出去的话')
    const { data } = (await createClient(url).post('/api/login', person)).body
    await createClient(url, data.access_token).delete('/api/user/sessions')
    await box.press('Enter')
    const dialog = page.getByRole('dialog', { name: '请重新登录' })
    await dialog.getByText('您写的内容都还在').waitFor()
    t.equal(await page.getByRole('alert').count(), 0)
    await shoot(page, 'lapsed-session')
    await dialog.getByLabel('密码', { exact: true }).fill(person.password)
    await dialog.getByRole('button', { name: '登录' }).click()
    await dialog.waitFor({ state: 'detached' })
    t.equal(await box.inputValue(), '还没发出去的话')
    await box.press('Enter')
    await page.getByRole('button', { name: '重新回答' }).waitFor({ state: 'attached' })
    t.equal(await page.getByRole('article', { name: '您' }).count(), 1)
    await page.context().close()
  },
)

t.test(
  'who sends too much is told when to go on; the draft outlives that and a sign-out, and is nobody else’s',
  async (t) => {
    const { page } = await openPage(browser, url, {})
    const person = await signUp(page, url)
    const { data } = (await createClient(url).post('/api/login', person)).body
    const quick = createClient(url, data.access_token)
    // Questions without words are refused, and counted. Until the page has been refused too, because the quota comes back.
    let pressing = true
    t.teardown(() => {
      pressing = false
    })
    const refusedOnce = Promise.withResolvers<void>()
    const press = async () => {
      while (pressing) if ((await quick.post('/api/chat-stream', {})).status === 429) refusedOnce.resolve()
    }
    const presses = Array.from({ length: 12 }, press)
    await refusedOnce.promise
    const box = page.getByRole('textbox', { name: '输入问题' })
    const alert = page.getByRole('alert')
    const refused = alert.getByText('请求过于频繁，请稍后再试')
    const ask = async () => {
      await box.fill('太快了')
      await box.press('Enter')
      const answered = page.getByRole('button', { name: '重新回答' })
      await refused.or(answered).first().waitFor({ state: 'attached' })
      return refused.isVisible()
    }
    // A question that met a moment of quota is one more of too many.
    while (!(await ask())) await page.goto('/')
    pressing = false
    await Promise.all(presses)
    await alert.getByText('请求编号').waitFor()
    await shoot(page, 'too-many-questions')
    t.equal(await box.inputValue(), '太快了')

    await page.getByRole('button', { name: '外观与语言' }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await page.getByText('您是访客').waitFor()
    t.equal(await box.inputValue(), '')
    await signIn(page, person)
    t.equal(await box.inputValue(), '太快了')
    await page.context().close()
  },
)

t.test('by the keyboard alone: what is opened is closed by Esc, and gives the focus back', async (t) => {
  const { page } = await openPage(browser, url, {})
  await signUp(page, url)
  const box = page.getByRole('textbox', { name: '输入问题' })
  await box.fill('键盘')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '重新回答' }).waitFor({ state: 'attached' })
  const focused = () =>
    page.evaluate<string>(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
    )
  const closed = async (name: string) => {
    await page.keyboard.press('Escape')
    await page.locator('dialog[open], :popover-open').waitFor({ state: 'detached' })
    t.equal(await focused(), name)
  }

  // Where no box takes the focus.
  await page.goto('/checkin')
  await page.locator('h1').waitFor()
  await page.keyboard.press('Tab')
  t.equal(await focused(), '跳到正文')
  await page.keyboard.press('Enter')
  t.ok(
    await page.evaluate("document.activeElement.matches('main') || document.activeElement.closest('main')"),
  )

  const look = page.getByRole('button', { name: '外观与语言' })
  await look.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: '浅色外观' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.getByRole('menuitem', { name: '退出登录' }).and(page.locator(':focus')).waitFor()
  await closed('外观与语言')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: '快捷键' }).waitFor()
  await closed('外观与语言')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').and(page.locator(':focus')).fill('键')
  await closed('外观与语言')

  const row = page.getByRole('button', { name: '更多操作: 键盘' })
  await row.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: '置顶' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('End')
  await page.getByRole('menuitem', { name: '删除' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  // The safe way out has the focus.
  await page.getByRole('button', { name: '取消' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  t.equal(await focused(), '更多操作: 键盘')
  await page.context().close()
})

t.test('what is downloaded is whole, and a browser resumes it where it broke off', async (t) => {
  const { page, faults } = await openPage(browser, url, {})
  await signUp(page, url)
  await page.goto('/data')
  const begun = page.waitForEvent('download')
  await page.getByRole('button', { name: 'JSON' }).first().click()
  const download = await begun
  const whole = readFileSync(await download.path())
  t.match(download.suggestedFilename(), /\.json$/)
  // What a browser asks for after a cut: the rest, of the same file.
  const first = await fetch(download.url(), { headers: { range: 'bytes=0-9' } })
  const etag = first.headers.get('etag')!
  const rest = await fetch(download.url(), { headers: { range: 'bytes=10-', 'if-range': etag } })
  t.same([first.status, rest.status], [206, 206])
  const parts = [await first.arrayBuffer(), await rest.arrayBuffer()].map((part) => Buffer.from(part))
  t.ok(Buffer.concat(parts).equals(whole))
  const other = await fetch(download.url(), { headers: { range: 'bytes=10-', 'if-range': '"other"' } })
  t.equal(other.status, 200, 'another file is fetched anew')
  await other.arrayBuffer()
  t.same(faults, [])
  await page.context().close()
})

t.test('who deletes the account is a guest without an error', async (t) => {
  const { page, faults } = await openPage(browser, url, {})
  const person = await signUp(page, url)
  await page.goto('/data')
  await page.getByRole('button', { name: '删除我的账户' }).click()
  await page.getByRole('dialog').getByLabel('当前密码').fill(person.password)
  await page.getByRole('dialog').getByRole('button', { name: '永久删除' }).click()
  await page.getByText('您是访客').waitFor()
  await page.waitForLoadState('networkidle')
  t.same(faults, [])
  await page.context().close()
})
