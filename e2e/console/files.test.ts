import type { Page } from 'playwright-core'
import t from 'tap'
import { axeFaults, shoot, sidewaysPx } from './browser.ts'
import { answers, box, ended, startChatting } from './chatting.ts'

/** So few that a person of the tests can fill them. */
const filesMax = 11
const { browser, ask, signedIn } = await startChatting(t, {
  LLM_VISION_MODEL: 'seeing',
  FILES_QUOTA_FILES: `${filesMax}`,
})

const picture = await (async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 200 } })
  const png = await page.screenshot()
  await page.close()
  return png
})()
const image = (name: string) => ({ name, mimeType: 'image/png', buffer: picture })
const note = (name: string, text = name) => ({
  ...{ name, mimeType: 'text/markdown' },
  buffer: Buffer.from(`# ${text}`),
})
const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  page.getByLabel('添加图片或文件').and(page.locator('input')).setInputFiles(files)
const tray = (page: Page) => page.locator('form').getByRole('list', { name: '文件' })
const ready = (page: Page, name: string) =>
  tray(page)
    .getByRole('listitem')
    .filter({ hasText: name })
    .getByText('可以使用')
    .waitFor({ state: 'attached' })
const isRefused = (fault: string) => /status of (4\d\d|503)/.test(fault)

/** Events as a browser makes them when files are let go or pasted here. */
const give = (page: Page, event: 'drop' | 'paste', name: string) =>
  page.evaluate(
    `(() => {
      const data = new DataTransfer()
      data.items.add(new File(['# given by ${event}'], '${name}', { type: 'text/markdown' }))
      const area = document.querySelector('form textarea')
      if ('${event}' === 'drop')
        for (const type of ['dragenter', 'dragover', 'drop'])
          area.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
      else area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })()`,
  )

t.test(
  'files are chosen, dropped and pasted; the model gets them, and the question shows them',
  async (t) => {
    const { page, faults } = await signedIn()
    await box(page).waitFor()
    await choose(page, image('图.png'), note('笔记.md', '大熊猫'))
    await give(page, 'drop', '拖来.md')
    await give(page, 'paste', '粘贴.md')
    for (const name of ['图.png', '笔记.md', '拖来.md', '粘贴.md']) await ready(page, name)
    const call = await ask(page, '这些文件里有什么？')
    t.match(JSON.stringify(call.body), /大熊猫/)
    t.match(JSON.stringify(call.body), /data:image\/jpeg;base64,/)
    await page.getByRole('article', { name: '您' }).getByRole('button', { name: '查看 图.png' }).waitFor()
    t.equal(await tray(page).count(), 0)
    await call.delta('有熊猫')
    await call.finish()
    await ended(page)
    await page.reload()
    const question = page.getByRole('article', { name: '您' })
    await question.getByRole('button', { name: '笔记.md' }).waitFor()
    await question.getByRole('button', { name: '查看 图.png' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载原文件' }).click(),
    ])
    t.equal(download.suggestedFilename(), '图.png')
    t.same(faults, [])
    await page.context().close()
  },
)

t.test('a draft keeps its files over a reload, and a question that is refused gets them back', async (t) => {
  const { page, faults } = await signedIn()
  await box(page).fill('看看这个')
  await choose(page, image('图.png'))
  await ready(page, '图.png')
  await page.reload()
  await ready(page, '图.png')
  t.equal(await box(page).inputValue(), '看看这个')
  // A platform without a model that sees: services/chat tests that it says so.
  await page.route('**/api/chat-stream', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      json: { status: 503, error_code: 'VISION_NOT_CONFIGURED', message: '没有可以看图的模型' },
    }),
  )
  await page.getByRole('button', { name: '发送' }).click()
  await page.getByText('没有可以看图的模型').waitFor()
  await page.getByText('去掉图片后可以照常提问').waitFor()
  await ready(page, '图.png')
  t.equal(await box(page).inputValue(), '看看这个')
  await page.getByRole('button', { name: '移除 图.png' }).click()
  t.equal(await tray(page).count(), 0)
  t.same(
    faults.filter((fault) => !isRefused(fault)),
    [],
  )
  await page.context().close()
})

t.test('what cannot be used says why, and holds the question back until it is taken off', async (t) => {
  const { page } = await signedIn()
  await box(page).fill('问题')
  const send = page.getByRole('button', { name: '发送' })
  await choose(
    page,
    { ...image('坏的.png'), buffer: picture.subarray(0, 90) },
    {
      ...note('page.html'),
      buffer: Buffer.from('<!DOCTYPE html><script>alert(1)</script>'),
    },
  )
  await tray(page).getByText('文件已损坏').waitFor()
  await tray(page).getByText('不支持此类文件').waitFor()
  t.equal(await send.isDisabled(), true)
  await shoot(page, 'files-refused')
  for (const name of ['坏的.png', 'page.html'])
    await page.getByRole('button', { name: `移除 ${name}` }).click()
  t.equal(await send.isEnabled(), true)
  await choose(page, ...Array.from({ length: 10 }, (_, at) => note(`${at}.md`, `文件 ${at}`)))
  await page.getByText('一次最多 9 个文件').waitFor()
  t.equal(await tray(page).getByRole('listitem').count(), 9)
  for (let at = 0; at < 9; at++) await ready(page, `${at}.md`)
  for (let at = 0; at < 9; at++) await page.getByRole('button', { name: `移除 ${at}.md` }).click()
  await choose(page, ...Array.from({ length: 3 }, (_, at) => note(`多${at}.md`, `多出来的 ${at}`)))
  await tray(page).getByText('存储配额不足').first().waitFor()
  await tray(page).getByRole('link', { name: '管理我的文件' }).first().click()
  await page.getByText('没有空间了').waitFor()
  await page.context().close()
})

for (const [size, theme] of [
  ['phone', 'dark'],
  ['desktop', 'light'],
] as const)
  t.test(`on a ${size}, ${theme}: files, why an answer is as it is, and a file that goes`, async (t) => {
    const { page, faults } = await signedIn({ size, theme })
    const check = async (name: string) => {
      t.same(await axeFaults(page), [], `${name}: axe`)
      t.equal(await sidewaysPx(page), 0, `${name}: nothing scrolls sideways`)
      await shoot(page, `${name}-${size}-${theme}`)
    }
    await box(page).waitFor()
    await choose(page, image(`${'很长的名字'.repeat(12)}.png`), note('笔记.md'))
    await ready(page, '笔记.md')
    await ready(page, '很长的名字')
    await check('files-draft')
    const call = await ask(page, '里面写了什么？')
    await call.delta('一个标题')
    await call.finish()
    await ended(page)
    await check('files-asked')

    await answers(page).getByRole('button', { name: '场景、用量与耗时' }).click()
    await answers(page).getByText('通用助手').waitFor()
    await answers(page).getByRole('button', { name: '为什么这样回答？' }).click()
    const why = page.getByRole('dialog', { name: '为什么这样回答？' })
    await why.getByText('没有哪个场景特别合适，所以用默认的。').waitFor()
    await why.getByText('笔记.md').waitFor()
    await check('why')
    await page.keyboard.press('Escape')

    await page.goto('/files')
    const list = page.getByRole('list', { name: '文件列表' })
    await list.getByRole('img').or(list.locator('img')).first().waitFor()
    t.equal(await list.getByRole('listitem').count(), 2)
    await check('files')
    await page.getByRole('button', { name: '笔记.md 用在哪里' }).click()
    await page.getByRole('dialog').getByRole('link', { name: '里面写了什么？' }).waitFor()
    await check('file-uses')
    await page.getByRole('dialog').getByRole('link').click()
    await answers(page).last().waitFor()
    await page.goto('/files')
    await page.getByRole('button', { name: '删除 笔记.md' }).click()
    await page.getByRole('button', { name: '删除', exact: true }).click()
    await list.getByText('笔记.md').waitFor({ state: 'detached' })
    t.same(faults, [])
    await page.goBack()
    await page.getByRole('article', { name: '您' }).getByText('文件已删除').waitFor()
    await page.context().close()
  })
