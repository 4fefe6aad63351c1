import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressOf, settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { replaceFile } from '@lingzhi/stack/processes/replace-file'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Target } from '../deployment/target.ts'
import { currentRelease, layoutOf } from '../host/layout.ts'
import { point } from '../host/serving.ts'
import { sweepReleases } from '../host/sweep-releases.ts'
import { migrationsOf } from '../releases/pending-migrations.ts'
import { placeRelease } from '../releases/prepare-release.ts'
import type { Kubectl } from './kubectl.ts'
import { podLogs } from './pod-logs.ts'
import { deploymentsIn, imagesIn, type Manifest, type Rendered, renderRelease } from './render-release.ts'
import { openRollouts } from './rollouts.ts'

const migrationMaxS = 900
const migration = ['-l', 'app.kubernetes.io/component=migration']

/**
 * Releases in a cluster. It brings one version up beside the other by itself, pod by pod, so that there is no gateway to try
 * before people reach it: readiness of each pod, and the verification after it, take that place.
 */
export function clusterTarget(given: Deployment, root: string, kubectl: Kubectl): Target {
  const { dataDir, env } = given
  const layout = layoutOf(root, dataDir)
  const kept = (release: string): Rendered => JSON.parse(readFileSync(layout.units(release), 'utf8'))
  const url = () => {
    const address = addressOf(env, 'PUBLIC_URL')?.replace(/\/+$/, '')
    if (!address) throw new Fault('PUBLIC_URL in .env of the deployment is where people reach the cluster.')
    return address
  }
  const admin = () => ({
    username: settingOf(env, 'ADMIN_USERNAME') ?? 'admin',
    password: settingOf(env, 'ADMIN_PASSWORD'),
  })
  const reachesServers = ['DATABASE_URL', 'REDIS_URL', 'NATS_URL'].every((name) => addressOf(env, name))
  const rollouts = openRollouts(kubectl)
  const apply = (objects: Manifest[]) =>
    kubectl(['apply', '-f', '-'], {
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    })

  return {
    layout,
    deployment: {
      ...given,
      stack: () =>
        currentRelease(layout) ? { gateway_url: url(), admin: admin(), processes: [] } : undefined,
      logs: (wanted) => {
        const current = currentRelease(layout)
        if (!current) throw new Fault('Nothing is deployed here yet.')
        const { inner, gateway, namespace } = kept(current)
        return podLogs(kubectl, { namespace, deployments: deploymentsIn([...inner, gateway]) }, wanted)
      },
    },
    backsUp: reachesServers,
    ...(!reachesServers && {
      // What the running release brought with it has been applied.
      appliedTo: async (service) => {
        const running = currentRelease(layout)
        return new Set(running ? migrationsOf(layout.release(running), service) : [])
      },
    }),
    current: () => currentRelease(layout),
    has: (release) => existsSync(layout.units(release)),
    async ensureServers() {
      await kubectl(['version', '--request-timeout=10s'])
      return "the cluster's own"
    },
    async identities(running, incoming) {
      const before = running ? kept(running) : undefined
      const images = (one: Rendered | undefined) => imagesIn(one ? [...one.inner, one.gateway] : [])
      const coming = images(
        await renderRelease(kubectl, { release: incoming.name, folder: incoming.folder, env }),
      )
      return [...coming].map(([name, image]) => ({
        name,
        running: images(before).get(name),
        incoming: image,
      }))
    },
    async place({ step }, { name, folder, placed }) {
      await step('release', async (tell) => {
        if (!placed) placeRelease(folder, layout.release(name))
        tell(name)
      })
    },
    async describe({ step }, release) {
      await step('objects', async (tell) => {
        url()
        const rendered = await renderRelease(kubectl, { release, folder: layout.release(release), env })
        mkdirSync(join(dataDir, 'ops', 'units'), { recursive: true, mode: 0o700 })
        replaceFile(layout.units(release), JSON.stringify(rendered))
        tell(`${rendered.inner.length + 1} objects in ${rendered.namespace}`)
      })
    },
    async migrate(release, signal) {
      const { migrations, namespace } = kept(release)
      if (migrations.length === 0) return 'none'
      // A Job cannot be changed: those of the release before go first.
      await kubectl(['-n', namespace, 'delete', 'job', ...migration, '--ignore-not-found'], { signal })
      await apply(migrations)
      const wait = ['wait', '--for=condition=complete', `--timeout=${migrationMaxS}s`, 'job', ...migration]
      try {
        await kubectl(['-n', namespace, ...wait], { maxMs: (migrationMaxS + 30) * 1_000, signal })
      } catch (error) {
        const logs = await kubectl(['-n', namespace, 'logs', ...migration, '--tail=5']).catch(() => '')
        throw new Fault(`The migrations failed: ${(error as Error).message}\n${logs}`.trim())
      }
      return `${migrations.length} jobs`
    },
    async start(release, tries, signal) {
      const { inner, namespace } = kept(release)
      const names = deploymentsIn(inner)
      await rollouts.remember(namespace, names)
      await apply(inner)
      await rollouts.wait(namespace, names, { tries, signal })
      return names.join(', ')
    },
    async stop(release, why) {
      // The cluster has ended the pods of the version before.
      if (why === 'replaced') return
      const { inner, namespace } = kept(release)
      await rollouts.undo(namespace, deploymentsIn(inner))
    },
    admin: async () => admin(),
    async move(from, to) {
      const release = to ?? from!
      const { gateway, namespace } = kept(release)
      const taking = rollouts.isRemembered('gateway')
      if (taking) return await rollouts.undo(namespace, ['gateway'])
      await rollouts.remember(namespace, ['gateway'])
      await apply([gateway])
      await rollouts.wait(namespace, ['gateway'])
    },
    gatewayUrl: () => url(),
    async look() {
      const current = currentRelease(layout)
      if (!current) return []
      const { inner, gateway, namespace } = kept(current)
      type Shown = { spec?: { replicas?: number }; status?: { availableReplicas?: number } }
      return await Promise.all(
        deploymentsIn([...inner, gateway]).map(async (name) => {
          const shown = JSON.parse(
            await kubectl(['-n', namespace, 'get', `deployment/${name}`, '-o', 'json']),
          ) as Shown
          const [wanted, there] = [shown.spec?.replicas ?? 1, shown.status?.availableReplicas ?? 0]
          return { name: `deployment ${name}`, ok: there >= wanted, detail: `${there} of ${wanted}` }
        }),
      )
    },
    point: (release) => point(layout, release),
    sweep: async (staying) => sweepReleases(layout, staying),
  }
}
