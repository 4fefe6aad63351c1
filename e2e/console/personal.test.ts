import type { Call } from '@lingzhi/demo-model/call'
import type { Page } from 'playwright-core'
import t from 'tap'
import { axeFaults, openPage, shoot, sidewaysPx, signIn } from './browser.ts'
import { answers, box, ended, startChatting } from './chatting.ts'

const { model, stack, browser, url, ask, signedIn } = await startChatting(t)

/** A folder `with-table` with SKILL.md (`看 data.csv`) and data.csv. */
const archive = [
  'UEsDBBQAAAAAAAAAIVybwXxrPQAAAD0AAAATAAAAd2l0aC10YWJsZS9TS0lMTC5tZC0tLQpuYW1lOiB3aXRoLXRhYmxlCmRlc2Ny',
  'aXB0aW9uOiDluKbooajmoLwKLS0tCgrnnIsgZGF0YS5jc3ZQSwMEFAAAAAAAAAAhXN8T2SwDAAAAAwAAABMAAAB3aXRoLXRhYmxl',
  'L2RhdGEuY3N2YSxiUEsBAhQDFAAAAAAAAAAhXJvBfGs9AAAAPQAAABMAAAAAAAAAAAAAAIABAAAAAHdpdGgtdGFibGUvU0tJTEwu',
  'bWRQSwECFAMUAAAAAAAAACFc3xPZLAMAAAADAAAAEwAAAAAAAAAAAAAAgAFuAAAAd2l0aC10YWJsZS9kYXRhLmNzdlBLBQYAAAAA',
  'AgACAIIAAACiAAAAAAA=',
].join('')

/** Somebody new has no preferences, and the API says so with 404, which browsers write into their console. */
const unexpected = (faults: string[]) =>
  faults.filter((fault) => !/404.*users\/me\/preferences\)/.test(fault))
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const sure = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
const answer = async (page: Page, question: string, text = '好') => {
  const call = await ask(page, question)
  await call.delta(text)
  await call.finish()
  await ended(page)
  return call
}
/** What the model was told besides the conversation. */
const told = (call: Call) => String(call.body.messages[0]?.content)

t.test('what is learned from ratings shows the rated answers, and its owner decides over it', async (t) => {
  const { page, faults } = await signedIn()
  for (const question of ['第一问', '第二问']) {
    await answer(page, question, `很长的回答：${question}`)
    await answers(page).last().hover()
    await answers(page).last().getByRole('button', { name: '没有帮助' }).click()
    await answers(page).last().getByRole('button', { name: '没有帮助', pressed: true }).waitFor()
  }
  await page.goto('/personal')
  await press(page, '现在学习')
  const learning = await model.nextCall({ match: '"comment"' })
  const evidence = [...learning.lastUserText.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id)
  const shorter = { kind: 'length', statement: '回答尽量简短', scope: 'all', evidence }
  await learning.delta(JSON.stringify({ preferences: [shorter] }))
  await learning.finish()
  const item = page.getByRole('list', { name: '偏好' }).getByRole('listitem').filter({ hasText: '简短' })
  await item.waitFor()
  await item.getByText('来自 2 个您评价过的回答').click()
  await item.getByText('很长的回答：第一问').waitFor()
  await shoot(page, 'preferences-evidence')
  await item.getByRole('link', { name: '打开' }).first().click()
  await page.waitForURL(/\/c\//)
  await answers(page).first().waitFor()

  await page.goto('/personal')
  await item.getByRole('button', { name: '修改' }).click()
  await page.getByRole('textbox', { name: '偏好' }).fill('回答不超过三句话')
  await sure(page, '保存')
  const edited = page.getByRole('listitem').filter({ hasText: '不超过三句话' })
  await edited.getByRole('button', { name: '固定' }).click()
  await edited.getByText('已固定').waitFor()
  await page.goto('/')
  t.match(told(await answer(page, '第三问')), /回答不超过三句话/)

  await page.goto('/personal')
  await edited.getByRole('button', { name: '历史' }).click()
  await page.getByRole('dialog').getByRole('listitem').filter({ hasText: '简短' }).getByRole('button').click()
  await item.getByRole('button', { name: '拒绝' }).click()
  await sure(page, '拒绝')
  await page.getByText('不再使用的 (1)').waitFor()
  await page.goto('/')
  t.notMatch(told(await answer(page, '第四问')), /尽量简短|不超过三句话/)
  t.same(unexpected(faults), [])
  await page.context().close()
})

t.test('own rules and switches hold for the next answer, and stay', async (t) => {
  const { page, faults } = await signedIn()
  await page.goto('/personal')
  await page.getByLabel('自己写一条').fill('多用例子')
  await press(page, '添加')
  await page.getByRole('listitem').filter({ hasText: '多用例子' }).waitFor()
  await page.getByLabel('自定义规则').fill('代码要有注释')
  await page.getByLabel('默认系统提示词').fill('您是一位老师')
  await press(page, '保存')
  await page.getByText('已保存').waitFor()
  await page.getByRole('checkbox', { name: /^回答时用上这些偏好/ }).click()
  await page.getByRole('checkbox', { name: /^回答时用上这些偏好/, checked: false, disabled: false }).waitFor()
  await page.reload()
  await page.getByRole('checkbox', { name: /^回答时用上这些偏好/, checked: false }).waitFor()
  t.equal(await page.getByLabel('自定义规则').inputValue(), '代码要有注释')
  await page.goto('/')
  const call = await answer(page, '问')
  t.match(told(call), /老师/)
  t.match(told(call), /代码要有注释/)
  t.notMatch(told(call), /多用例子/, 'switched off')
  t.same(unexpected(faults), [])
  await page.context().close()
})

t.test(
  'a scenario is made, tried, taken for its words, chosen for a conversation and restored',
  async (t) => {
    const { page, faults } = await signedIn()
    await page.goto('/personal/scenarios')
    await press(page, '新建场景')
    await page.getByLabel('名称', { exact: true }).fill('周报助手')
    await page.getByLabel('告诉模型的话').fill('用三段写')
    await page.getByLabel('关键词').fill('周报，总结')
    await press(page, '新建场景')
    await page.getByText('第 1 版').waitFor()
    await page.getByLabel('告诉模型的话').fill('用四段写')
    await press(page, '保存')
    await page.getByText('第 2 版').waitFor()
    await press(page, '恢复')
    await sure(page, '恢复')
    await page.getByText('第 3 版').waitFor()
    t.equal(await page.getByLabel('告诉模型的话').inputValue(), '用三段写')

    await page.getByRole('link', { name: '← 所有场景' }).click()
    await page.getByRole('textbox', { name: '问题', exact: true }).fill('帮我写周报')
    await press(page, '试一下')
    await page.getByText('您的问题里有它的关键词：周报').waitFor()

    await page.goto('/')
    t.match(told(await answer(page, '帮我写周报')), /用三段写/)
    t.notMatch(told(await answer(page, '今天星期几')), /用三段写/)
    await press(page, '这段对话的场景与规则')
    await page.getByRole('checkbox', { name: /周报助手/ }).check()
    await page.getByLabel('这段对话的规则').fill('用表格')
    await press(page, '保存')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const call = await answer(page, '明天呢')
    t.match(told(call), /用三段写/)
    t.match(told(call), /用表格/)
    await answers(page).last().getByRole('button', { name: '为什么这样回答？' }).click()
    await page.getByText('这段对话选定了它').waitFor()

    await page.goto('/personal/scenarios')
    await page.getByLabel('总是使用').selectOption({ label: '周报助手' })
    await page.getByRole('listitem').getByText('已固定').waitFor()
    await page.goto('/')
    t.match(told(await answer(page, '后天呢')), /用三段写/)
    await page.goto('/personal/scenarios')
    await page.getByRole('link', { name: '周报助手' }).click()
    await press(page, '删除场景')
    await sure(page, '删除场景')
    await page.getByText('您还没有自己的场景').waitFor()
    t.same(unexpected(faults), [])
    await page.context().close()
  },
)

t.test('skills and tools come with a scenario, and only ticked scenarios are chosen among', async (t) => {
  const { page, faults } = await signedIn()
  await page.goto('/personal/skills/new')
  await page.getByLabel('名称', { exact: true }).fill('three-parts')
  await page.getByLabel('说明').fill('写成三段')
  await page.getByLabel('内容').fill('第一段做了什么')
  await press(page, '新建技能')
  await page.getByRole('switch', { name: '启用 three-parts', checked: true, disabled: false }).click()
  await page.getByRole('switch', { name: '启用 three-parts', checked: false, disabled: false }).waitFor()

  const make = async (name: string, word: string) => {
    await page.goto('/personal/scenarios/new')
    await page.getByLabel('名称', { exact: true }).fill(name)
    await page.getByLabel('告诉模型的话').fill(`这是${name}`)
    await page.getByLabel('关键词').fill(word)
  }
  await make('周报助手', '周报')
  await page
    .getByRole('group', { name: '附带的技能' })
    .getByRole('checkbox', { name: /three-parts/ })
    .check()
  await page.getByRole('checkbox', { name: /^限制可以使用的工具/ }).check()
  await page.getByText('现在没有工具').waitFor()
  await shoot(page, 'scenario-parts')
  await press(page, '新建场景')
  await page.getByText('第 1 版').waitFor()
  await page.reload()
  await page
    .getByRole('group', { name: '附带的技能' })
    .getByRole('checkbox', { name: /three-parts/, checked: true })
    .waitFor()
  t.ok(await page.getByRole('checkbox', { name: /^限制可以使用的工具/ }).isChecked())
  await make('合同助手', '合同')
  await press(page, '新建场景')
  await page.getByText('第 1 版').waitFor()

  await page.goto('/')
  t.match(told(await answer(page, '帮我写周报')), /这是周报助手.*three-parts/s)
  t.notMatch(told(await answer(page, '看看合同')), /three-parts/)

  await page.goto('/personal/scenarios')
  const among = page.getByRole('group', { name: '在哪些场景里选' })
  await among.getByRole('checkbox', { name: /合同助手/ }).click()
  await among.getByText('只在这些里选').waitFor()
  await page.getByRole('textbox', { name: '问题', exact: true }).fill('再写一份周报')
  await press(page, '试一下')
  await page.getByText('会使用：').getByText('通用助手').waitFor()
  await page.goto('/')
  t.match(told(await answer(page, '再看看合同')), /这是合同助手/)
  await page.goto('/personal/scenarios')
  await page.getByRole('link', { name: '合同助手' }).click()
  await press(page, '删除场景')
  await sure(page, '删除场景')
  await among.getByRole('checkbox', { name: '不能再用的场景', checked: true }).click()
  await among.getByText('都不选').waitFor()
  await among.getByRole('checkbox', { name: /周报助手/ }).click()
  await among.getByText('只在这些里选').waitFor()
  t.same(unexpected(faults), [])
  await page.context().close()
})

t.test(
  'administrators publish a scenario and make it the default; others see it and cannot change it',
  async (t) => {
    const { page } = await openPage(browser, url)
    await signIn(page, stack.admin)
    await page.goto('/personal/scenarios/new')
    await page.getByLabel('名称', { exact: true }).fill('官方周报')
    await page.getByRole('checkbox', { name: /^公开/ }).check()
    await press(page, '新建场景')
    await page.getByText('第 1 版').waitFor()
    const other = await signedIn()
    await other.page.goto('/personal/scenarios')
    await other.page.getByRole('link', { name: '官方周报' }).click()
    await other.page.getByText('这个场景由别人维护').waitFor()
    t.equal(await other.page.getByRole('button', { name: '保存', exact: true }).count(), 0)

    await page.getByRole('checkbox', { name: /^默认场景/ }).check()
    await press(page, '保存')
    await page.getByText('第 2 版').waitFor()
    await page.goto('/personal/scenarios')
    await page
      .getByRole('listitem')
      .filter({ hasText: '官方周报' })
      .getByText('默认', { exact: true })
      .waitFor()
    await page.getByRole('link', { name: '官方周报' }).click()
    await page.getByRole('checkbox', { name: /^默认场景/ }).uncheck()
    await press(page, '保存')
    await page.getByText('请先把另一个场景设为默认').waitFor()
    await page.context().close()
    await other.page.context().close()
  },
)

t.test('a skill comes in as a file, is switched off and on, changed, restored, and goes out', async (t) => {
  const { page, faults } = await signedIn()
  const source = '---\nname: weekly-report\ndescription: 写周报时用\n---\n\n三段：做了什么'
  await page.goto('/personal/skills')
  await page.getByText('还没有技能').waitFor()
  const file = { name: 'SKILL.md', mimeType: 'text/markdown', buffer: Buffer.from(source) }
  await page.getByLabel('要导入的 SKILL.md 或 .zip').setInputFiles(file)
  const on = (is: boolean) =>
    page.getByRole('switch', { name: '启用 weekly-report', checked: is, disabled: false })
  await on(true).click()
  await on(false).click()
  await on(true).waitFor()
  await page.getByRole('link', { name: 'weekly-report' }).click()
  const save = async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, '导出')])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }
  t.equal(await save(), source, 'byte for byte')
  await page.getByLabel('内容').fill('四段')
  await press(page, '保存')
  await page.getByText('第 2 版').waitFor()
  t.match(await save(), /四段/)
  await press(page, '恢复')
  await sure(page, '恢复')
  await page.getByText('第 3 版').waitFor()
  t.equal(await save(), source)
  await press(page, '删除技能')
  await sure(page, '删除技能')
  await page.getByText('还没有技能').waitFor()
  await page
    .getByLabel('要导入的 SKILL.md 或 .zip')
    .setInputFiles({ ...file, buffer: Buffer.from('no front matter') })
  await page.getByRole('alert').waitFor()
  t.same(
    unexpected(faults).filter((fault) => !fault.includes('skills/import')),
    [],
  )
  await page.context().close()
})

t.test('a skill comes in as an archive, is published as it is, and goes out byte for byte', async (t) => {
  const { page, faults } = await signedIn()
  const bytes = Buffer.from(archive, 'base64')
  await page.goto('/personal/skills')
  const input = page.getByLabel('要导入的 SKILL.md 或 .zip')
  await input.setInputFiles({ name: 'skill.zip', mimeType: 'application/zip', buffer: bytes })
  await page.getByRole('link', { name: 'with-table' }).click()
  await page.getByText('压缩包', { exact: true }).first().waitFor()
  t.equal(await page.getByLabel('内容').inputValue(), '看 data.csv')
  t.equal(await page.getByLabel('内容').getAttribute('readonly'), '', 'what stands in an archive stays')
  await page.getByRole('checkbox', { name: /^公开/ }).check()
  await press(page, '保存')
  await page.getByText('第 2 版').waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, '导出')])
  t.equal(download.suggestedFilename(), 'with-table.zip')
  t.same(Buffer.concat((await Array.fromAsync(await download.createReadStream())) as Buffer[]), bytes)

  await page.goto('/personal/skills')
  const cut = { name: 'skill.zip', mimeType: 'application/zip', buffer: bytes.subarray(0, 60) }
  await input.setInputFiles(cut)
  await page.getByRole('alert').waitFor()
  t.equal(await page.getByRole('list', { name: '技能列表' }).getByRole('listitem').count(), 1)
  t.same(
    unexpected(faults).filter((fault) => !fault.includes('skills/import')),
    [],
  )
  await page.context().close()
})

for (const [size, theme, language] of [
  ['phone', 'dark', 'en-US'],
  ['desktop', 'light', 'zh-CN'],
  ['phone', 'light', 'zh-CN'],
  ['desktop', 'dark', 'en-US'],
] as const)
  t.test(`${size}, ${theme}: every page is accessible and as wide as its window`, async (t) => {
    const { page, faults } = await signedIn({ size, theme, language })
    const parts = {
      preferences: '/personal',
      scenarios: '/personal/scenarios',
      scenario: '/personal/scenarios/new',
      skills: '/personal/skills',
      skill: '/personal/skills/new',
    }
    for (const [name, path] of Object.entries(parts)) {
      await page.goto(path)
      await page.locator('main h1').waitFor()
      await page.locator('main:not(:has([role=status][aria-label]))').waitFor()
      t.same(await axeFaults(page), [], `${name}: axe`)
      t.equal(await sidewaysPx(page), 0, `${name}: nothing scrolls sideways`)
      await shoot(page, `personal-${name}-${size}-${theme}`)
    }
    await page.goto('/')
    await box(page)
      .or(page.getByRole('textbox', { name: 'Your question' }))
      .waitFor()
    t.same(unexpected(faults), [])
    await page.context().close()
  })
