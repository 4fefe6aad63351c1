import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createClient } from '../client.ts'
import { axeFaults, openPage, shoot, sidewaysPx, signIn } from './browser.ts'
import { answers, box, ended, startChatting } from './chatting.ts'

const program = fileURLToPath(new URL('../../services/chat/src/tools/test-server.ts', import.meta.url))
const server = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
t.teardown(() => server.kill('SIGKILL'))
const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string]
const tools = `http://127.0.0.1:${/\d+/.exec(line)?.[0]}`

const { browser, model, stack, url, signedIn } = await startChatting(t, { TOOLS_PRIVATE_HOSTS: '127.0.0.1' })
const { admin } = stack
const signed = await createClient(url).post('/api/login', { username: 'admin', password: admin.password })
const founder = createClient(url, signed.body.data.access_token)
const made = await founder.post('/api/admin/tool-servers', {
  name: 'notes',
  url: `${tools}/mcp`,
  allow: ['write', 'add'],
})
await founder.post(`/api/admin/tool-servers/${made.body.data.id}/check`, {})

const call = (name: string, args: object) => ({
  toolCall: { name: `notes__${name}`, arguments: JSON.stringify(args) },
})
const forResults = { finish: { finishReason: 'tool_calls' } }
const written = async () =>
  ((await (await fetch(`${tools}/made`)).json()) as Record<string, number>).write ?? 0

t.test(
  'a call that may change something is shown and waits, is made when it is allowed, and stands with the answer',
  async (t) => {
    const { page, faults } = await signedIn()
    model.enqueue(
      { match: '记下来', steps: ['我来记。', call('write', { text: '买牛奶' }), forResults] },
      { match: '记下来', steps: ['记好了。'] },
    )
    await box(page).fill('请记下来：买牛奶')
    await box(page).press('Enter')
    const decision = page.getByRole('group', { name: '等您决定' })
    await decision.getByText('要允许在 notes 上执行“write”吗？').waitFor()
    t.equal(await written(), 0)
    await answers(page).getByText('"text": "买牛奶"').waitFor()
    t.same(await axeFaults(page), [])
    t.equal(await sidewaysPx(page), 0)
    await shoot(page, 'tool-decision')
    await decision.getByRole('button', { name: '允许', exact: true }).click()
    await ended(page)
    t.equal(await written(), 1)
    const steps = answers(page).getByRole('list', { name: '使用的工具' })
    await steps.getByText('已完成').waitFor()
    await answers(page).getByText('记好了。').waitFor()
    await page.reload()
    await steps.getByText('已完成').waitFor()
    await steps.getByText('write', { exact: true }).click()
    await steps.getByText('write done').waitFor()
    await shoot(page, 'tool-done')
    t.same(faults, [])
    await page.context().close()
  },
)

t.test('what is not allowed is not done, and the answer goes on', async (t) => {
  const { page } = await signedIn({ size: 'phone' })
  model.enqueue(
    { match: '删掉', steps: [call('write', { text: '删' }), forResults] },
    { match: '删掉', steps: ['那就不删。'] },
  )
  await box(page).fill('请删掉')
  await page.getByRole('button', { name: '发送' }).click()
  const before = await written()
  await page.getByRole('button', { name: '不允许' }).click()
  await answers(page).getByText('那就不删。').waitFor()
  await answers(page).getByText('您没有允许').waitFor()
  t.equal(await written(), before)
  t.equal(await sidewaysPx(page), 0)
  await shoot(page, 'tool-denied-phone')
  await page.context().close()
})

t.test('an administrator names a server, sees its tools, and allows one', async (t) => {
  const { page, faults } = await openPage(browser, url)
  await signIn(page, { username: 'admin', password: admin.password })
  await page.goto(`${url}/admin/tools`)
  await page.getByRole('region', { name: 'notes' }).getByText('可用', { exact: true }).waitFor()
  await page.getByLabel('名称').fill('more')
  await page.getByLabel('地址').fill(`${tools}/mcp`)
  await page.getByRole('button', { name: '添加并检查' }).click()
  const more = page.getByRole('region', { name: 'more' })
  await more.getByText('可用', { exact: true }).waitFor()
  await more.getByLabel(/^Adds · 只读取/).check()
  await more.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()
  const { servers } = (await founder.get('/api/admin/tool-servers')).body.data
  t.match(
    servers.find(({ name }: { name: string }) => name === 'more'),
    { allow: ['add'], enabled: true, status: 'ok' },
  )
  t.same(await axeFaults(page), [])
  t.equal(await sidewaysPx(page), 0)
  await shoot(page, 'admin-tool-servers')
  await more.getByRole('button', { name: '删除' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await more.waitFor({ state: 'detached' })
  t.same(faults, [])
  await page.context().close()
})
