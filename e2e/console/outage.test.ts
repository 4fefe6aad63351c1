import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { answers, box, ended, startChatting } from './chatting.ts'
import { startWire } from './wire.ts'

const { model, folder, stack, url, ask, signedIn } = await startChatting(t)

/** Ends a process; resolves once the launcher has started it again and it is ready. */
async function restarted(name: string) {
  const pidNow = (): number =>
    JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8')).processes.find(
      (one: { name: string }) => one.name === name,
    ).pid
  const before = pidNow()
  process.kill(before, 'SIGKILL')
  await eventually(async () => pidNow() !== before && (await isReady()), 60_000)
}

const isReady = () =>
  fetch(`${url}/api/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )

t.test('a lost network loses nothing: one calm line, and the answer goes on where it was', async (t) => {
  const wire = await startWire(t, url)
  const { page } = await signedIn({}, wire.url)
  const call = await ask(page, '断网')
  await call.delta('一')
  await page.getByText('一', { exact: true }).waitFor()
  wire.cut()
  await call.delta('二')
  await page.getByText('正在重新连接').waitFor()
  await call.delta('三')
  wire.mend()
  await page.getByText('一二三', { exact: true }).waitFor()
  await call.finish()
  await ended(page)
  t.equal(await page.getByText('正在重新连接').count(), 0)
  t.equal(await answers(page).count(), 1)
})

t.test('a question that cannot be sent comes back into its box, and is asked once when it can', async (t) => {
  const wire = await startWire(t, url)
  const { page } = await signedIn({}, wire.url)
  await box(page).fill('会丢吗')
  wire.cut()
  await box(page).press('Enter')
  await page.goto('about:blank')
  wire.mend()
  await page.goto('/')
  t.equal(await box(page).inputValue(), '会丢吗')
  await box(page).press('Enter')
  const call = await model.nextCall({ match: '会丢吗' })
  await call.delta('不会')
  await call.finish()
  await page.getByText('不会', { exact: true }).waitFor()
  t.equal(model.calls.filter(({ lastUserText }) => lastUserText.includes('会丢吗')).length, 1)
})

t.test(
  'a killed chat replica in the middle of an answer: another goes on, and nothing is doubled',
  async (t) => {
    const { page } = await signedIn()
    const call = await ask(page, '谁来接手')
    await call.delta('前半')
    await page.getByText('前半', { exact: true }).waitFor()
    const chats = stack.processes.filter(({ name }) => name.startsWith('chat'))
    for (const { pid } of chats) process.kill(pid, 'SIGKILL')
    const again = await model.nextCall({ match: '谁来接手', timeoutMs: 60_000 })
    await again.delta('前半，后半')
    await again.finish()
    await page.getByText('前半，后半', { exact: true }).waitFor({ timeout: 60_000 })
    t.equal(await answers(page).count(), 1)
  },
)

t.test('two tabs show the same answer, and a tab that is hidden catches up when it is seen', async () => {
  const { page } = await signedIn()
  const call = await ask(page, '两个标签页')
  await call.delta('一')
  await page.waitForURL(/\/c\//)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByText('一', { exact: true }).waitFor()
  await call.delta('二')
  for (const tab of [page, other]) await tab.getByText('一二', { exact: true }).waitFor()
  await call.finish()
  for (const tab of [page, other]) await ended(tab)
})

t.test(
  'the gateway restarts in the middle of an answer: one calm line, nothing lost or doubled',
  async (t) => {
    // In between, because a gateway may be back before there is a word to say about it.
    const wire = await startWire(t, url)
    const { page } = await signedIn({}, wire.url)
    const call = await ask(page, '网关重启')
    await call.delta('一')
    await page.getByText('一', { exact: true }).waitFor()
    wire.cut()
    const back = restarted('gateway')
    await call.delta('二')
    await page.getByText('正在重新连接').waitFor()
    t.equal(await page.getByText('正在重新连接').count(), 1)
    t.equal(await page.getByRole('alert').count(), 0)
    await back
    await call.delta('三')
    wire.mend()
    await page.getByText('一二三', { exact: true }).waitFor()
    await call.finish()
    await ended(page)
    t.equal(await page.getByText('正在重新连接').count(), 0)
    t.equal(await answers(page).count(), 1)
    await page.reload()
    await page.getByText('一二三', { exact: true }).waitFor()
    t.equal(await answers(page).count(), 1)
  },
)

t.test('eight tabs show one answer as it grows, and leave connections for everything else', async (t) => {
  const { page } = await signedIn()
  const call = await ask(page, '八个标签页')
  await call.delta('一')
  await page.waitForURL(/\/c\//)
  const others = await Promise.all(
    Array.from({ length: 7 }, async () => {
      const tab = await page.context().newPage()
      await tab.goto(page.url())
      return tab
    }),
  )
  const tabs = [page, ...others]
  for (const word of ['一', '一二', '一二三']) {
    if (word !== '一') await call.delta(word.at(-1)!)
    for (const tab of tabs) await tab.getByText(word, { exact: true }).waitFor()
  }
  const through = await page.evaluate("fetch('/api/config').then(({ ok }) => ok)")
  t.ok(through, 'a call goes through while all of them wait for more')
  await call.finish()
  for (const tab of tabs) {
    await ended(tab)
    t.equal(await answers(tab).count(), 1)
    t.equal(await tab.getByRole('alert').count(), 0)
  }
  await page.context().close()
})

t.test('a tab left open over an upgrade goes on with its own files, and offers to reload', async (t) => {
  const { page, faults } = await signedIn()
  await box(page).waitFor()
  const [build] = globSync(join(folder, 'console', '*', 'assets')).map((assets) => join(assets, '..'))
  const [part] = globSync('assets/account-page-*.js', { cwd: build! })
  upgrade(build!)
  await restarted('gateway')
  const loaded = page.waitForResponse((response) => response.url().endsWith(part!))
  await page.getByRole('link', { name: /^visitor-/ }).click()
  await page.getByRole('heading', { level: 1, name: '账户' }).waitFor()
  t.equal((await loaded).status(), 200, 'a part of the build before')

  await page.clock.install()
  await page.clock.fastForward('06:00')
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  await page.getByText('新版本已就绪').waitFor()
  t.equal(await page.getByText('新版本已就绪').count(), 1)
  await page.getByRole('button', { name: '刷新' }).click()
  await page.getByRole('heading', { level: 1, name: '账户' }).waitFor()
  t.equal(await page.getByText('新版本已就绪').count(), 0)
  t.same(faults, [])
})

/** Makes the build another one, whose scripts all have other names, and what it was the one before it. */
function upgrade(build: string) {
  cpSync(build, `${build}-before`, { recursive: true })
  const scripts = globSync('assets/*.js', { cwd: build })
  const names = new RegExp(scripts.map((path) => RegExp.escape(basename(path))).join('|'), 'g')
  const renamed = (text: string) => text.replace(names, (name) => name.replace(/\.js$/, '-next.js'))
  for (const path of ['index.html', ...scripts]) {
    const text = renamed(readFileSync(join(build, path), 'utf8'))
    for (const suffix of ['', '.br', '.gz']) rmSync(join(build, path + suffix))
    writeFileSync(join(build, renamed(path)), text)
  }
}
