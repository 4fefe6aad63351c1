import type { Call } from '@lingzhi/demo-model/call'
import type { Page } from 'playwright-core'
import t from 'tap'
import type { Json } from '../client.ts'
import { createClient } from '../client.ts'
import { axeFaults, type Person, shoot, sidewaysPx } from './browser.ts'
import { startChatting } from './chatting.ts'

const { model, url, signedIn, browser } = await startChatting(t, { LLM_VISION_MODEL: 'scripted' })

async function as(person: Person) {
  const { data } = (await createClient(url).post('/api/login', person)).body
  return createClient(url, data.access_token)
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const picture = await (async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 240 } })
  await page.setContent('<h1>1. 2x+1=7</h1><p>x=3</p>')
  const png = await page.screenshot()
  await page.close()
  return png
})()

async function say(call: Call, value: object) {
  await call.delta(JSON.stringify(value))
  await call.finish()
}
const read = (number: number, question: string, student_answer: string, more: object = {}) => ({
  ...{ number, question_type: 'solution', question, student_answer, latex: '', page: 1 },
  ...{ box: [0.1, 0.2, 0.3, 0.1], legibility: 0.93, ...more },
})
/** Answers both looks at an item: each criterion as told, and because of the whole answer. */
async function judge(met: 'yes' | 'no', looks = 2) {
  for (let look = 0; look < looks; look++) {
    const call = await model.nextCall()
    // The item, and the pupil's answer below it.
    const told = String(call.body.messages[1]?.content).split('\n\n')
    const [{ criteria }, { pupil_answer }] = told.map((one) => JSON.parse(one)) as [Json, Json]
    await say(call, {
      criteria: criteria.map(({ id }: { id: string }) => ({
        ...{ id, met, quote: met === 'yes' ? pupil_answer : '', note: met === 'yes' ? '' : '结果不对' },
      })),
      ...{ correct_answer: '$x=3$', explanation: '移项得 $2x=6$，两边除以 2。' },
      ...{ error_type: met === 'yes' ? 'none' : '计算错误', knowledge_points: ['一元一次方程'] },
    })
  }
}

t.test('homework by photo: read, put right by whoever wrote it, graded with what it rests on', async (t) => {
  const { page, faults } = await signedIn({ size: 'phone' })
  await page.goto('/learning/homework')
  await page.getByText('还没有交过作业').waitFor()
  t.same(await axeFaults(page), [])
  t.equal(await sidewaysPx(page), 0)
  const image = { name: '作业.png', mimeType: 'image/png', buffer: picture }
  await page.getByLabel('添加图片或文件').and(page.locator('input')).setInputFiles([image])
  await page.getByRole('checkbox', { name: '认字之后先让我核对，再批改' }).check()
  await page.getByRole('textbox', { name: '作业名称' }).fill('周末练习')
  await shoot(page, 'homework-hand-in-390')
  await press(page, '提交')
  await page.waitForURL(/homework\/[0-9a-f-]{36}$/)
  const transcribing = await model.nextCall()
  t.match(JSON.stringify(transcribing.body.messages), /image_url/)
  await say(transcribing, { items: [read(1, '解方程 $2x+1=7$', '2x=6, x=8')] })
  await page.getByRole('heading', { name: '请核对认出来的字' }).waitFor()
  await page.getByRole('button', { name: '查看 作业.png' }).waitFor()
  t.same(await axeFaults(page), [])
  await shoot(page, 'homework-check-390')

  await press(page, '改正认字')
  await page.getByRole('textbox', { name: '您的答案' }).fill('2x=6, x=3')
  await press(page, '保存')
  await page.getByText('原来认出来的是: 2x=6, x=8').waitFor()
  await press(page, '没问题，开始批改')
  await judge('yes')
  await page.getByText('10 / 10 分').first().waitFor()
  await page.getByText('多次判断一致 100 %').waitFor()
  t.equal(await page.locator('q').first().textContent(), '2x=6, x=3')
  t.same(await axeFaults(page), [])
  t.equal(await sidewaysPx(page), 0)
  await shoot(page, 'homework-graded-390')

  await press(page, '删除这份作业')
  await page.getByRole('dialog').getByRole('button', { name: '删除这份作业' }).click()
  await page.getByText('还没有交过作业').waitFor()
  t.same(faults, [])
  await page.context().close()
})

t.test(
  'what is unsure waits for a person: an appeal comes to whoever set it, and what they decide stays',
  async (t) => {
    const pupil = await signedIn({ language: 'en-US', theme: 'dark' })
    const teacher = await signedIn({ language: 'en-US' })
    const set = await (await as(teacher.person)).post('/api/v1/homework/templates', {
      ...{ title: 'Equations', subject: 'math', shared: true },
      items: [{ question: 'Solve $2x+1=7$.', question_type: 'solution', correct_answer: 'x=3', points: 10 }],
    })
    const handed = await (await as(pupil.person)).post('/api/v1/homework/submit', {
      ...{ template_id: set.body.data.id, student_name: 'Lin' },
      answers: [{ number: 1, student_answer: '2x=6, so x=4' }],
    })
    t.equal(handed.status, 202, handed.text)
    await judge('no')
    const path = `/learning/homework/${handed.body.data.id}`
    const { page } = pupil
    await page.goto(path)
    await page.getByText('0 of 10 points').first().waitFor()
    t.same(await axeFaults(page), [])
    await shoot(page, 'homework-wrong-en-1440-dark')
    t.equal(await page.getByRole('button', { name: 'Change the score' }).count(), 0)
    await press(page, 'Appeal')
    await page.getByRole('textbox', { name: 'Why the grade is wrong' }).fill('The method is right.')
    await press(page, 'Send the appeal')
    await page.getByText('An appeal is open: The method is right.').waitFor()

    await teacher.page.goto('/learning/homework')
    await teacher.page.getByRole('list', { name: 'For you to decide' }).getByRole('link').click()
    await teacher.page.getByText('Lin').waitFor()
    await press(teacher.page, 'Change the score')
    await teacher.page.getByRole('spinbutton', { name: 'Points' }).fill('5')
    await teacher.page.getByRole('textbox', { name: 'Reason' }).fill('Half for the method.')
    t.same(await axeFaults(teacher.page), [])
    await shoot(teacher.page, 'homework-decide-en-1440')
    await press(teacher.page, 'Change the score')
    await teacher.page.getByText('5 of 10 points').first().waitFor()
    t.equal(await teacher.page.getByRole('button', { name: 'Delete this homework' }).count(), 0)

    await page.reload()
    await page.getByText('Decided by a person · Half for the method.').waitFor()
    await page.getByText('The appeal was upheld').waitFor()
    t.same([...pupil.faults, ...teacher.faults], [])
    await page.context().close()
    await teacher.page.context().close()
  },
)

t.test('who marks homework sees the photo that a pupil handed in beside what was read of it', async (t) => {
  const [pupil, teacher] = [await signedIn(), await signedIn({ size: 'phone' })]
  const set = await (await as(teacher.person)).post('/api/v1/homework/templates', {
    ...{ title: '方程', subject: 'math', shared: true },
    items: [{ question: '解方程 $2x+1=7$', question_type: 'solution', correct_answer: 'x=3', points: 10 }],
  })
  const token = (await createClient(url).post('/api/login', pupil.person)).body.data.access_token
  const form = new FormData()
  form.append('template_id', set.body.data.id)
  form.append('homework_file', new Blob([new Uint8Array(picture)], { type: 'image/png' }), '作业.png')
  const handed = await fetch(`${url}/api/v1/homework/submit`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  const { data } = (await handed.json()) as Json
  t.equal(handed.status, 202)
  await say(await model.nextCall(), { items: [read(1, '解方程 $2x+1=7$', '2x=6, x=3')] })
  await judge('yes')
  const { page, faults } = teacher
  await page.goto(`/learning/homework/${data.id}`)
  const photo = page.getByRole('img', { name: '第 1 页：作业.png' })
  await photo.waitFor()
  t.equal(await photo.evaluate((image) => (image as { naturalWidth?: number }).naturalWidth), 320)
  await page.getByText('2x=6, x=3').first().waitFor()
  t.same(await axeFaults(page), [])
  t.equal(await sidewaysPx(page), 0)
  await shoot(page, 'homework-marked-390')
  t.same(faults, [])
  for (const one of [pupil, teacher]) await one.page.context().close()
})

t.test(
  'progress: nothing where there is nothing, then figures, and mastery with what it rests on',
  async (t) => {
    for (const size of ['phone', 'desktop'] as const) {
      const { page, faults, person } = await signedIn({ size, theme: size === 'phone' ? 'dark' : 'light' })
      await page.goto('/learning/progress')
      await page.getByText('还没有知识点').waitFor()
      // Neither a score nor a share of right answers.
      await page.getByText('还没有', { exact: true }).nth(1).waitFor()
      const client = await as(person)
      const today = new Date().toISOString().slice(0, 10)
      for (let n = 0; n < 4; n++) {
        const made = await client.post('/api/v1/mistakes', {
          ...{
            subject: 'math',
            title: `第 ${n} 题`,
            question_content: '1+1=?',
            knowledge_points: ['一元一次方程'],
          },
        })
        const review = { review_result: n === 0 ? 'incorrect' : 'correct' }
        const done = await client.post(`/api/v1/mistakes/${made.body.data.id}/review`, review)
        t.equal(done.status, 200, `${today}: ${done.text}`)
      }
      await page.reload()
      const point = page.getByRole('list', { name: '知识点掌握情况' }).getByRole('listitem').first()
      await point.getByText('一元一次方程').waitFor()
      await point.getByText(/掌握 \d+ %/).waitFor()
      await point.getByRole('button', { name: '看依据' }).click()
      const evidence = page.getByRole('list', { name: '「一元一次方程」的依据' }).getByRole('listitem')
      await evidence.nth(3).waitFor()
      t.same(await axeFaults(page), [])
      t.equal(await sidewaysPx(page), 0)
      await shoot(page, `progress-${size === 'phone' ? '390-dark' : '1440'}`)
      const before = await evidence.count()
      await evidence.first().getByRole('button', { name: '不算这一次' }).click()
      await evidence.nth(before - 1).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: '7 天' }).click()
      await page.getByRole('button', { name: '7 天', pressed: true }).waitFor()
      t.same(faults, [])
      await page.context().close()
    }
  },
)

t.test('a photo of a mistake is shown with it, and kept or taken off when it is changed', async (t) => {
  const { page, faults } = await signedIn()
  await page.goto('/learning/notebook/new')
  await page.getByRole('textbox', { name: '题目', exact: true }).fill('见图')
  const image = { name: '错题.png', mimeType: 'image/png', buffer: picture }
  await page.getByLabel('添加图片或文件').and(page.locator('input')).setInputFiles([image])
  await press(page, '保存')
  await page.getByRole('button', { name: '查看 错题.png' }).waitFor()
  await shoot(page, 'mistake-photo-1440')
  await press(page, '修改')
  await page.getByRole('button', { name: '查看 错题.png' }).waitFor()
  t.same(await axeFaults(page), [])
  await press(page, '去掉这些照片')
  await press(page, '保存')
  await page.getByRole('button', { name: '修改', exact: true }).waitFor()
  t.equal(await page.getByRole('button', { name: '查看 错题.png' }).count(), 0)
  t.same(faults, [])
  await page.context().close()
})
