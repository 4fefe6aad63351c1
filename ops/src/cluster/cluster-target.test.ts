import t from 'tap'
import { openTestRoot } from '../run/test-root.ts'
import { startTestPlatform } from '../verifying/test-platform.ts'

/** Deployments with revisions; `kustomize` renders the services of one that the state names. */
const kubectl = `
const at = args[0] === '-n' ? args.slice(2) : args
state.revisions ??= {}
const object = (name) => JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'lingzhi' },
  spec: { template: { spec: { containers: [{ image: 'registry.example.com/' + name + ':' + state.tag }] } } } })
if (at[0] === 'kustomize') print(at[1].endsWith('migrations')
  ? JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate-chat', namespace: 'lingzhi' } })
  : ['auth', 'chat', 'gateway'].map(object).join('\\n---\\n'))
else if (at[0] === 'apply') {
  for (const { kind, metadata, spec } of JSON.parse(input).items)
    if (kind === 'Deployment') {
      const known = (state.revisions[metadata.name] ??= [])
      const { image } = spec.template.spec.containers[0]
      if (known.at(-1) !== image) known.push(image)
    }
} else if (at[0] === 'get' && at.includes('json')) print(JSON.stringify({ spec: { replicas: 2 }, status: { availableReplicas: 2 } }))
else if (at[0] === 'get') print(state.revisions[at[1].split('/')[1]]?.length || '')
else if (at[0] === 'rollout' && at[1] === 'undo') {
  const name = at[2].split('/')[1]
  const known = state.revisions[name]
  known.push(known[Number(at[3].split('=')[1]) - 1])
  // What was there before becomes ready again.
  if (state.failing === 'status deployment/' + name) state.failing = ''
}
if (state.failing && at.join(' ').includes(state.failing)) fail('error: timed out waiting for the condition')
`

function openTestCluster(t: Parameters<typeof startTestPlatform>[0], url: string) {
  const settings = { PUBLIC_URL: url, ADMIN_PASSWORD: 'known' }
  const { place: cluster, ops, release: copied } = openTestRoot(t, 'kubectl', kubectl, settings)
  const release = (name: string) => {
    cluster.change({ tag: name })
    return copied(name)
  }
  return { cluster, release, ops }
}

/** Calls that change something, or wait for it. */
const changing = (calls: string[]) =>
  calls
    .map((call) => call.replace(/^-n lingzhi /, ''))
    .filter((call) => /^(delete|apply|wait|rollout)/.test(call))
    .map((call) => call.replace(/ --(timeout|ignore-not-found|for).*/, ''))

/** What went back to which of its revisions. */
const undone = (calls: string[]) =>
  calls.flatMap((call) => {
    const [, name, revision] = /undo deployment\/(\w+) --to-revision=(\d+)/.exec(call) ?? []
    return name ? [`${name} to ${revision}`] : []
  })

t.test(
  'a cluster: migrations, then services, then the gateway; what fails goes back to its revision',
  async (t) => {
    const platform = await startTestPlatform(t)
    const { cluster, release, ops } = openTestCluster(t, platform.url)

    const first = await ops('deploy', release('first'), '--target', 'k8s')
    t.equal(first.error, undefined)
    t.same(changing(cluster.calls()), [
      'delete job -l app.kubernetes.io/component=migration',
      'apply -f -',
      'wait',
      'apply -f -',
      'rollout status deployment/auth',
      'rollout status deployment/chat',
      'apply -f -',
      'rollout status deployment/gateway',
    ])
    t.ok(platform.asked > 10, 'it was used as people do')

    await t.test('a service that does not become ready: the gateway is never touched', async (t) => {
      cluster.forget()
      cluster.change({ failing: 'status deployment/chat' })
      const second = await ops('deploy', release('second'), '--no-backup')
      t.match(second.error, /chat is not ready: .*timed out[\s\S]*Taken back: first serves as before/)
      t.match(changing(cluster.calls()), [/delete/, /apply/, /wait/, /apply/, /status.*auth/, /status.*chat/])
      t.same(undone(cluster.calls()), ['auth to 1', 'chat to 1'])
      t.notOk(cluster.calls().some((call) => call.includes('deployment/gateway')))
      cluster.change({ failing: '' })
    })
    await t.test(
      'a version that fails people goes back with its gateway, the newest step first',
      async (t) => {
        cluster.forget()
        platform.broken = true
        const third = await ops('deploy', release('third'), '--no-backup', '--tries', '1')
        platform.broken = false
        t.match(third.error, /Not ready after 1 tries[\s\S]*Taken back: first serves as before/)
        t.same(undone(cluster.calls()), ['gateway to 1', 'auth to 3', 'chat to 3'])
      },
    )

    await t.test('migrations that fail: nothing else was applied', async (t) => {
      cluster.forget()
      cluster.change({ failing: 'condition=complete' })
      const fourth = await ops('deploy', release('fourth'), '--no-backup')
      cluster.change({ failing: '' })
      t.match(fourth.error, /The migrations failed/)
      t.equal(changing(cluster.calls()).filter((call) => call.startsWith('apply')).length, 1)
    })

    await t.test(
      'a release comes, and going back applies what was written down of the one before',
      async (t) => {
        t.equal(
          (await ops('deploy', release('fifth'))).error?.slice(0, 14),
          'No backup can ',
          'none is left out in silence',
        )
        t.equal((await ops('deploy', 'fifth', '--no-backup')).error, undefined)
        cluster.change({ tag: 'none' })
        const back = await ops('rollback')
        t.equal(back.error, undefined)
        t.match(await ops('history'), { current: 'first' })
        t.match((await ops('status')).checks, [{ name: 'deployment auth', ok: true, detail: '2 of 2' }])
      },
    )
  },
)
