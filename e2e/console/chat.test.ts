import t from 'tap'
import { axeFaults, openPage, shoot, sidewaysPx } from './browser.ts'
import { answers, box, ended, startChatting } from './chatting.ts'
import { lengthen, threadMs } from './long-conversation.ts'

const { model, folder, stack, browser, url, ask, signedIn } = await startChatting(t)

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, line) => `第 ${from + line} 行`)

t.test('a question is seen at once, its answer as it comes, and both after a reload', async (t) => {
  const { page, faults } = await signedIn()
  const call = await ask(page, '什么是灵值？')
  await page.getByText('什么是灵值？').first().waitFor()
  t.equal(await box(page).inputValue(), '')
  await call.reasoning('想一想')
  await call.delta('**注意：**正文，价格 $5 和 $6')
  await page.getByText('正文，价格 $5 和 $6').waitFor()
  t.equal(await page.locator('.markdown strong').textContent(), '注意：', 'bold beside Chinese punctuation')
  t.match(page.url(), /\/c\/[0-9a-f-]{36}$/)
  await page.reload()
  await page.getByText('正文，价格 $5 和 $6').waitFor()
  await call.delta('。完')
  await call.finish()
  await page.getByText('价格 $5 和 $6。完').waitFor()
  await page.getByRole('button', { name: '有帮助', exact: true }).click()
  // Only what is stored shows.
  const helpful = page.getByRole('button', { name: '有帮助', exact: true, pressed: true })
  await helpful.waitFor()
  await page.reload()
  await helpful.waitFor()
  t.equal(await answers(page).count(), 1, 'nothing doubled')
  t.same(faults, [])
})

t.test('an answer is not lost from the page to a reading of its conversation that was slower', async (_t) => {
  const { page } = await signedIn()
  const { promise: held, resolve: hold } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route(
    /\/api\/conversations\/[0-9a-f-]{36}\?/,
    async (route) => {
      const response = await route.fetch()
      hold()
      await released
      await route.fulfill({ response }).catch(() => 'nobody waits for it any more')
    },
    { times: 1 },
  )
  const call = await ask(page, '谁先到？')
  await held
  await call.delta('回答先到')
  await call.finish()
  await page.getByText('回答完成').waitFor({ state: 'attached' })
  release()
  await ended(page)
  await page.getByText('回答先到', { exact: true }).waitFor()
})

t.test('Enter while Chinese is composed never sends', async (t) => {
  const { page } = await signedIn()
  const session = await page.context().newCDPSession(page)
  await box(page).focus()
  await session.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 })
  await session.send('Input.dispatchKeyEvent', {
    type: 'keyDown',
    key: 'Enter',
    code: 'Enter',
    windowsVirtualKeyCode: 229,
  })
  await session.send('Input.insertText', { text: '你好' })
  t.match(await box(page).inputValue(), '你好')
  t.equal(await page.getByRole('article').count(), 0)
})

t.test('Esc stops an answer, and what it said stays', async (t) => {
  const { page } = await signedIn()
  const call = await ask(page, '写长一点')
  await call.delta('开头')
  await page.getByText('开头').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('已停止').waitFor()
  await page.reload()
  await page.getByText('开头').waitFor()
  t.equal(call.state, 'aborted')
})

t.test('another answer and another question are branches that one can go back from', async (t) => {
  const { page, faults } = await signedIn()
  const first = await ask(page, '问题甲')
  await first.delta('答案一')
  await first.finish()
  await page.getByRole('button', { name: '重新回答' }).click()
  const second = await model.nextCall({ match: '问题甲' })
  await second.delta('答案二')
  await page.getByText('答案二').waitFor()
  t.equal(await page.getByText('答案一').count(), 0, 'the other answer is not shown beside it')
  await second.finish()
  await page.getByText('2/2').waitFor()
  await page.getByRole('button', { name: '上一个版本' }).click()
  await page.getByText('答案一').waitFor()
  await page.getByRole('article', { name: '您' }).hover()
  await page.getByRole('button', { name: '修改并重新提问' }).click()
  await page.getByRole('textbox', { name: '修改问题' }).fill('问题乙')
  await page.keyboard.press('Enter')
  const third = await model.nextCall({ match: '问题乙' })
  await third.delta('答案三')
  await third.finish()
  await page.getByText('答案三').waitFor()
  await page.getByRole('article', { name: '您' }).hover()
  await page.getByRole('button', { name: '上一个版本' }).first().click()
  // A branch is shown down to its newest message.
  await page.getByText('答案二').waitFor()
  t.same(faults, [])
})

for (const size of ['phone', 'desktop'] as const)
  t.test(
    `a long answer on a ${size} does not move what is read, and one pixel up lets go of the end`,
    async (t) => {
      const { page } = await signedIn({ size })
      const call = await ask(page, '三百行')
      await page.evaluate(`globalThis.shift = 0
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) shift += value
    }).observe({ type: 'layout-shift' })`)
      const text = [
        ...lines(0, 150),
        '',
        '```js',
        'const a = 1',
        '```',
        '',
        '| a | b |',
        '|---|---|',
        '| 1 | 2 |',
        '',
        ...lines(150, 300),
      ]
      for (const line of text.slice(0, 250)) await call.delta(`${line}\n\n`)
      const list = page.getByRole('region', { name: '对话内容' })
      await page.getByText(text[240]!, { exact: true }).waitFor()
      await list.hover()
      await page.mouse.wheel(0, -120)
      await page.getByRole('button', { name: '回到最新' }).waitFor()
      const scrolled = () => list.evaluate((box) => (box as unknown as { scrollTop: number }).scrollTop)
      const before = await scrolled()
      for (const line of text.slice(250)) await call.delta(`${line}\n\n`)
      await call.finish()
      await ended(page)
      t.equal(await scrolled(), before, 'the reader stays where they are')
      const shift = await page.evaluate<number>('shift')
      t.comment(`layout shift on a ${size}: ${shift}`)
      t.ok(shift < 0.02, `layout shift ${shift}`)
    },
  )

t.test('a token costs the same at the end of 5,000 messages as at the end of a dozen', async (t) => {
  const { page } = await signedIn()
  const words = 60
  const write = async (question: string) => {
    const call = await ask(page, question)
    const spentMs = await threadMs(page, async () => {
      for (let word = 0; word < words; word++) {
        await call.delta(`词${word}。`)
        await answers(page).last().getByText(`词${word}。`).waitFor()
      }
    })
    await call.finish()
    await ended(page)
    return spentMs / words
  }
  const first = await ask(page, '第一问')
  await first.delta('好')
  await first.finish()
  await ended(page)
  const id = page.url().split('/').at(-1)!
  // As much as a screen shows.
  const firstId = await lengthen(stack, folder, id, 12)
  await page.reload()
  await page.getByText('第 12 条').waitFor()
  const short = await write('短的')

  await lengthen(stack, folder, id, 5_000)
  let started = performance.now()
  await page.reload()
  await page.getByText('第 5000 条').waitFor()
  t.comment(`opened in ${Math.round(performance.now() - started)} ms`)
  started = performance.now()
  await page.goto(`/c/${id}?message=${firstId}`)
  await page.getByRole('article', { name: '您' }).getByText('第一问').waitFor()
  t.comment(`all loaded, to show the first, in ${Math.round(performance.now() - started)} ms`)
  const nodes = await page.evaluate<number>("document.querySelectorAll('*').length")
  t.ok(nodes <= 3_000, `${nodes} elements`)
  const long = await write('长的')
  t.comment(`${short.toFixed(2)} ms a token after a dozen messages, ${long.toFixed(2)} after 5,000`)
  // Whatever went through all messages for each token would cost a hundred times as much; a busy machine makes it 1.5.
  t.ok(long < short * 3, `${long} ms against ${short}`)
})

t.test('a guest chats, and keeps what was said by registering', async (t) => {
  const { page } = await openPage(browser, url)
  await page.goto('/')
  const call = await ask(page, '访客的话')
  await call.delta('您好，访客')
  await call.finish()
  await page.getByText('您好，访客').waitFor()
  await page.getByRole('link', { name: '注册并保留这段对话' }).click()
  await page.getByLabel('用户名').fill(`guest-${process.pid}`)
  await page.getByLabel('密码', { exact: true }).fill('a-long-password-1')
  await page.getByRole('button', { name: '创建账户' }).click()
  await page.getByText('您好，访客').waitFor()
  await page.getByRole('navigation').getByRole('link', { name: '访客的话' }).waitFor()
  t.match(page.url(), /\/c\//)
})

for (const size of ['phone', 'desktop'] as const)
  for (const theme of ['light', 'dark'] as const)
    t.test(
      `the chat on a ${size}, ${theme}: nothing serious for axe, nothing beside the screen`,
      async (t) => {
        const { page, faults } = await signedIn({ size, theme })
        await box(page).waitFor()
        await shoot(page, `new-chat-${size}-${theme}`)
        t.same(await axeFaults(page), [])
        const call = await ask(page, '样子')
        await call.reasoning('想')
        await call.delta(
          '# 标题\n\n| 一 | 二 |\n|---|---|\n| 很长很长很长很长很长很长 | 也很长很长很长很长很长 |\n\n```ts\nconst answer = 42\n```\n\n$$E = mc^2$$',
        )
        await call.finish()
        await ended(page)
        await page.locator('.katex').first().waitFor()
        t.equal(await sidewaysPx(page), 0)
        t.same(await axeFaults(page), [])
        await shoot(page, `chat-${size}-${theme}`)
        t.same(faults, [])
      },
    )
