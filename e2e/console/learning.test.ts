import type { Page } from 'playwright-core'
import t from 'tap'
import { createClient } from '../client.ts'
import { axeFaults, type Person, shoot, sidewaysPx } from './browser.ts'
import { startChatting } from './chatting.ts'

const { model, url, signedIn } = await startChatting(t)

/** The API as this person. */
async function as(person: Person) {
  const { data } = (await createClient(url).post('/api/login', person)).body
  return createClient(url, data.access_token)
}
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

/** A mistake that was forgotten some days ago, and so is due. */
async function due(person: Person, title: string, more: object = {}) {
  const client = await as(person)
  const { data } = (
    await client.post('/api/v1/mistakes', {
      ...{ subject: 'math', title, question_content: `解方程 $x^2-5x+6=0$（${title}）` },
      ...{
        correct_answer: 'x=2 或 x=3',
        explanation: '因式分解得 $(x-2)(x-3)=0$',
        knowledge_points: ['因式分解'],
      },
      ...more,
    })
  ).body
  const past = await client.post(`/api/v1/mistakes/${data.id}/reviews/import`, {
    created_on: daysAgo(9),
    reviews: [{ reviewed_on: daysAgo(6), review_result: 'incorrect' }],
  })
  if (past.status !== 200) throw new Error(past.text)
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

t.test('today’s review is done with a thumb: turned, rated, taken back, and then over', async (t) => {
  const { page, faults, person } = await signedIn({ size: 'phone' })
  await due(person, '第一题')
  await due(person, '第二题')
  await page.goto('/learning')
  await page.getByText('还剩 2 题，共 2 题').waitFor()
  await page.locator('.katex').first().waitFor()
  t.equal(await page.getByText('x=2 或 x=3').count(), 0, 'nothing is told before one has thought')
  await shoot(page, 'review-question-390')
  await page.getByRole('textbox', { name: '我的答案' }).fill('x=2')
  await press(page, '看答案')
  await page.getByText('x=2 或 x=3').waitFor()
  t.same(await axeFaults(page), [])
  t.equal(await sidewaysPx(page), 0)
  await shoot(page, 'review-answer-390')
  await press(page, '记得')
  await page.getByText('还剩 1 题，共 2 题').waitFor()
  await press(page, '撤回上一题')
  await page.getByText('还剩 2 题，共 2 题').waitFor()
  await press(page, '看答案')
  await press(page, '忘了')
  await page.getByText('还剩 1 题，共 2 题').waitFor()
  await press(page, '看答案')
  await press(page, '很轻松')
  await page.getByText('2 题里记得 1 题').waitFor()
  await shoot(page, 'review-done-390')

  const statistics = await (await as(person)).get('/api/v1/mistakes/statistics')
  t.match(statistics.body.data, { due_today: 0, total_mistakes: 2 })
  await page.reload()
  await page.getByText('今天没有要复习的题').waitFor()
  t.same(faults, [])
  await page.context().close()
})

t.test('the notebook: written with formulas, found, starred, changed, exported and deleted', async (t) => {
  const { page, faults, person } = await signedIn()
  await page.goto('/learning/notebook')
  await page.getByText('还没有错题').waitFor()
  await press(page, '记一道错题')
  await page.getByRole('textbox', { name: '题目', exact: true }).fill('已知 $a^2=4$，求 $a$')
  await page.getByRole('region', { name: '题目预览' }).locator('.katex').first().waitFor()
  await page.getByRole('textbox', { name: '正确答案' }).fill('a=±2')
  await page.getByRole('textbox', { name: '知识点' }).fill('平方根，方程')
  await press(page, '保存')
  await page.waitForURL(/notebook\/[0-9a-f-]{36}$/)
  await page.getByRole('heading', { name: '已知 $a^2=4$，求 $a$' }).waitFor()
  t.same(await axeFaults(page), [])
  await shoot(page, 'mistake-1440')

  await press(page, '修改')
  await page.getByRole('textbox', { name: '标题' }).fill('平方根')
  await press(page, '保存')
  await page.getByRole('heading', { name: '平方根' }).waitFor()

  await due(person, '另一题', { subject: 'physics' })
  await page.getByRole('link', { name: '← 错题本' }).click()
  const rows = page.getByRole('list', { name: '错题列表' }).getByRole('listitem')
  await rows.nth(1).waitFor()
  await page.getByRole('combobox', { name: '科目' }).selectOption('physics')
  await rows.filter({ hasText: '平方根' }).waitFor({ state: 'detached' })
  t.equal(await rows.count(), 1)
  await page.getByRole('combobox', { name: '科目' }).selectOption('')
  await page.getByRole('searchbox', { name: '搜索题目' }).fill('已知')
  await rows.filter({ hasText: '另一题' }).waitFor({ state: 'detached' })
  await rows.getByRole('button', { name: '加星标' }).click()
  await rows.getByRole('button', { name: '取消星标', pressed: true }).waitFor()
  await shoot(page, 'notebook-1440')

  await press(page, '导出')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Markdown' }).click(),
  ])
  t.equal(download.suggestedFilename(), 'notebook.md')

  await page.getByRole('link', { name: '平方根' }).click()
  await press(page, '删除这道题')
  await page.getByRole('dialog').getByRole('button', { name: '删除这道题' }).click()
  await page.waitForURL(/notebook$/)
  await rows.filter({ hasText: '另一题' }).waitFor()
  await rows.filter({ hasText: '平方根' }).waitFor({ state: 'detached' })
  t.equal(await rows.count(), 1)
  t.same(faults, [])
  await page.context().close()
})

t.test('a question is answered as it comes, survives a reload, and goes into the notebook', async (t) => {
  const { page, faults } = await signedIn()
  await page.goto('/learning/ask')
  await page.getByRole('textbox', { name: '题目或问题' }).fill('怎样解 $2x+1=7$？')
  await page.getByRole('combobox', { name: '科目' }).selectOption('math')
  await press(page, '提问')
  const call = await model.nextCall({ match: '2x+1=7' })
  await call.delta('先移项，得 $2x=6$。')
  await page.getByText('先移项').waitFor()
  await page.waitForURL(/ask\/[0-9a-f-]{36}$/)
  await page.reload()
  await page.getByText('先移项').waitFor()
  await call.delta('\n\n所以 $x=3$。')
  await call.finish()
  await page.getByRole('button', { name: '收进错题本' }).waitFor()
  await page.locator('.katex').nth(2).waitFor()
  t.same(await axeFaults(page), [])
  await shoot(page, 'ask-1440')
  await press(page, '有帮助')
  await page.getByRole('button', { name: '有帮助', pressed: true }).waitFor()
  await press(page, '收进错题本')
  await page.getByRole('link', { name: '已收进错题本' }).click()
  await page.waitForURL(/notebook\//)
  await page.getByText('所以').waitFor()
  t.same(faults, [])
  await page.context().close()
})

t.test('an answer can be stopped, and a question that is refused comes back into its box', async (t) => {
  const { page } = await signedIn({ size: 'phone' })
  await page.goto('/learning/ask')
  const question = page.getByRole('textbox', { name: '题目或问题' })
  await question.fill('讲讲相似三角形')
  await press(page, '提问')
  const call = await model.nextCall({ match: '相似三角形' })
  await call.delta('相似三角形是')
  await page.getByText('相似三角形是').waitFor()
  await press(page, '停止')
  await page.getByRole('button', { name: '收进错题本' }).waitFor()
  t.equal(await sidewaysPx(page), 0)

  await page.context().setOffline(true)
  await question.fill('断网时的问题')
  await press(page, '提问')
  await page.context().setOffline(false)
  // It is sent again under its key, and arrives once.
  const again = await model.nextCall({ match: '断网时的问题' })
  await again.delta('好')
  await again.finish()
  await page.getByRole('button', { name: '收进错题本' }).nth(1).waitFor()
  await page.context().close()
})

t.test('settings of the tutor are kept, and the next question is asked with them', async (t) => {
  const { page, faults } = await signedIn({ language: 'en-US' })
  await page.goto('/learning/settings')
  await page.getByRole('combobox', { name: 'Grade' }).selectOption('8')
  await page.getByRole('checkbox', { name: 'Physics' }).check()
  await page.getByRole('textbox', { name: 'Weak points' }).fill('浮力, 压强')
  await page.getByRole('combobox', { name: 'How the tutor helps' }).selectOption('hints')
  await press(page, 'Save')
  await page.getByText('Saved').waitFor()
  await shoot(page, 'learning-settings-en-1440')
  t.same(await axeFaults(page), [])
  await page.reload()
  t.equal(await page.getByRole('textbox', { name: 'Weak points' }).inputValue(), '浮力，压强')
  await page.getByRole('link', { name: 'Ask the tutor' }).click()
  await page.getByRole('option', { name: 'As set: Hints only' }).waitFor({ state: 'attached' })
  await page.getByRole('textbox', { name: 'Your question' }).fill('Why does ice float?')
  await press(page, 'Ask')
  const call = await model.nextCall({ match: 'ice float' })
  t.match(String(call.body.messages[0]?.content), /浮力/)
  await call.delta('Think of density.')
  await call.finish()
  await page.getByRole('button', { name: 'Put it in the notebook' }).waitFor()
  t.same(faults, [])
  await page.context().close()
})
