import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { replaceFile } from '@lingzhi/stack/processes/replace-file'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import type { Deployment } from '../deployment/open-deployment.ts'
import type { Target } from '../deployment/target.ts'
import { currentRelease, layoutOf } from '../host/layout.ts'
import { reasonIn } from '../host/run-migrations.ts'
import { point } from '../host/serving.ts'
import { sweepReleases } from '../host/sweep-releases.ts'
import { placeRelease } from '../releases/prepare-release.ts'
import { buildImages } from './build-images.ts'
import { containerDeployment, serverNamed } from './container-deployment.ts'
import type { Engine } from './engine.ts'
import { findContainers, imageId, shortId } from './find-containers.ts'
import { readContainers } from './kept-containers.ts'
import { movePort, stopGateways } from './move-port.ts'
import { type Containers, imageName, planContainers } from './plan-containers.ts'
import { programsIn, readCompose } from './read-compose.ts'
import { label, runOnce, startContainer } from './run-container.ts'
import { completeSecrets, secretsFolder, withSecretFiles } from './secret-files.ts'
import { scriptsIn, serversFile } from './servers-file.ts'

/** A database that was not stopped in order takes its time. */
const postgresMaxMs = 120_000

/** Until a gateway listens that starts together with all the rest. */
const resumeMaxMs = 300_000

/** For a version that is replaced while people go on, as on a host. */
const leaving = { DRAIN_MS: '8000', LEAVE_NOTICE_MS: '4000', CLOSE_MAX_MS: '5000' }

/** Releases as containers of this machine: docs/decisions/0029. */
export function composeTarget(opened: Deployment, root: string, engine: Engine): Target {
  const { dataDir, env } = opened
  const secrets = secretsFolder(root, env)
  const given: Deployment = {
    ...opened,
    // Asked anew each time: a deployment completes them.
    get env() {
      return withSecretFiles(env, secrets)
    },
  }
  const layout = layoutOf(root, dataDir)
  const project = env.COMPOSE_PROJECT_NAME?.trim() || 'lingzhi'
  const own = join(dataDir, 'ops', 'compose')
  const serversPath = join(own, 'servers.json')
  const deployment = containerDeployment(given, { engine, project, layout })
  const kept = (release: string) => readContainers(layout, release)
  const composeOf = (folder: string) => readCompose(folder, { ...leaving, ...env, SECRETS_DIR: secrets })
  const containersOf = (release: string) =>
    findContainers(engine, { [label.project]: project, [label.release]: release })
  const holder = () => serverNamed(engine, project, 'gateway')

  async function upServers() {
    await engine.compose(['-p', project, '-f', serversPath, 'up', '-d'], { maxMs: 600_000, cwd: own })
    const { id } = await serverNamed(engine, project, 'postgres')
    const ready = await waitUntil(
      // By TCP: at its first start the image runs a server of its own on a socket alone.
      () =>
        engine.run(['exec', id, 'pg_isready', '-h', '127.0.0.1', '-U', 'postgres']).then(
          () => true,
          () => false,
        ),
      { timeoutMs: postgresMaxMs, everyMs: 1_000 },
    )
    if (!ready) throw new Fault(`PostgreSQL takes no connections: ${engine.name} logs ${id}.`)
  }

  return {
    layout,
    deployment,
    backsUp: true,
    current: () => currentRelease(layout),
    has: (release) => existsSync(layout.units(release)) && existsSync(layout.release(release)),
    async ensureServers() {
      if (!existsSync(serversPath)) return 'they come with the release'
      await upServers()
      return 'run'
    },
    async identities(running, incoming) {
      const ofRunning = running ? await containersOf(running) : []
      return await Promise.all(
        programsIn(composeOf(incoming.folder)).map(async ([name]) => {
          const image = await imageId(engine, imageName(name, incoming.name))
          return {
            name,
            running: ofRunning.find(({ labels }) => labels[label.program] === name)?.image,
            incoming: image && shortId(image),
          }
        }),
      )
    },
    async appliedTo(service) {
      if (!currentRelease(layout)) return new Set()
      const { id } = await serverNamed(engine, project, 'postgres')
      const ask = ['-U', 'postgres', '-d', `lingzhi_${service}`, '-Atc', 'select name from kysely_migration']
      const names = await engine.run(['exec', id, 'psql', ...ask]).catch((error) => {
        // The release that serves has no such service yet.
        if (/does not exist/.test(String(error))) return ''
        throw error
      })
      return new Set(names.split('\n').filter(Boolean))
    },
    async place({ step, signal }, { name, folder, placed }) {
      await step('release', async (tell) => {
        if (!placed) placeRelease(folder, layout.release(name))
        tell(name)
      })
      await step('images', async (tell) =>
        tell(
          await buildImages({
            engine,
            release: name,
            folder: layout.release(name),
            programs: programsIn(composeOf(layout.release(name))),
            signal,
          }),
        ),
      )
    },
    async describe({ step }, release, before, scale) {
      const folder = layout.release(release)
      await step('secrets', async (tell) => tell(await completeSecrets(folder, root, env)))
      const compose = composeOf(folder)
      await step('servers of the release', async (tell) => {
        mkdirSync(own, { recursive: true, mode: 0o700 })
        let changed = false
        // Written where it is: a container sees the file that it was started with.
        for (const script of scriptsIn(compose)) {
          const target = join(own, basename(script))
          const text = readFileSync(join(folder, script), 'utf8')
          if (existsSync(target) && readFileSync(target, 'utf8') === text) continue
          changed ||= existsSync(target) && basename(script) === 'start-nats.sh'
          if (existsSync(target)) writeFileSync(target, text)
          else copyFileSync(join(folder, script), target)
        }
        replaceFile(serversPath, serversFile(compose, own))
        await upServers()
        if (changed) {
          const { id } = await serverNamed(engine, project, 'nats')
          await engine.run(['exec', id, '/bin/sh', '/start-nats.sh', 'reload'])
        }
        tell(changed ? 'run, with the accounts at NATS of this release' : 'run')
      })
      await step('containers', async (tell) => {
        const ids = new Map<string, string>()
        for (const [name] of programsIn(compose)) {
          const id = await imageId(engine, imageName(name, release))
          if (!id) throw new Fault(`The image ${imageName(name, release)} is not here.`)
          ids.set(name, id)
        }
        const planned = planContainers({
          compose,
          project,
          release,
          replicas: replicasOf(scale, before ? kept(before) : undefined),
          imageOf: (name) => ids.get(name)!,
          folder,
        })
        mkdirSync(join(dataDir, 'ops', 'units'), { recursive: true, mode: 0o700 })
        replaceFile(layout.units(release), JSON.stringify(planned))
        tell([...ids].map(([name, id]) => `${name} ${shortId(id)}`).join('\n'))
      })
    },
    async migrate(release, signal) {
      let applied = 0
      for (const container of kept(release).migrations) {
        const { code, text } = await runOnce(engine, container, { project, release, signal })
        if (code !== 0) throw new Fault(`The migrations of ${container.program} failed:\n${reasonIn(text)}`)
        applied += text.split('"status":"Success"').length - 1
      }
      return applied === 0 ? 'nothing to do' : `${applied} applied`
    },
    async start(release, _, signal) {
      const { containers } = kept(release)
      for (const container of containers)
        await startContainer(engine, container, { project, release, signal })
      return containers.map(({ name }) => name).join(', ')
    },
    async stop(release) {
      await stopGateways(engine, project, release)
      const running = (await containersOf(release)).filter((one) => one.running)
      // Side by side: each takes as long as what it has under way.
      await Promise.all(running.map(({ id }) => engine.run(['stop', id])))
    },
    async trial(release) {
      const { gateway } = kept(release)
      const port = await freePort()
      const trial = { ...gateway, name: `${gateway.name}-trial`, alias: `trial-${gateway.alias}` }
      await startContainer(engine, trial, {
        project,
        release,
        publish: `127.0.0.1:${port}:8080`,
        environment: { LEAVE_NOTICE_MS: '0' },
      })
      return {
        url: `http://127.0.0.1:${port}`,
        end: async () => {
          await engine.run(['stop', trial.name])
          await engine.run(['rm', '-f', trial.name])
        },
      }
    },
    async admin(release) {
      const { admin } = kept(release)
      const auth = (await containersOf(release)).find(({ labels }) => labels[label.program] === 'auth')
      const look = `fetch('http://localhost:8080/internal/first-admin').then(r=>r.text()).then(console.log)`
      const { state } = JSON.parse(await engine.run(['exec', auth?.name ?? 'auth', 'node', '-e', look])) as {
        state: string
      }
      return state === 'usable' ? { ...admin, password: settingOf(given.env, 'ADMIN_PASSWORD') } : admin
    },
    async move(from, to) {
      await movePort({ engine, project, holder: await holder(), from, to: to ? kept(to) : undefined })
    },
    async look() {
      const ours = await findContainers(engine, { [label.project]: project })
      const servers = await findContainers(engine, { 'com.docker.compose.project': project })
      const current = currentRelease(layout)
      const wanted = current ? [...kept(current).containers, kept(current).gateway] : []
      const missing = wanted.filter(({ name }) => !ours.some((one) => one.name === name))
      return [
        ...[...servers, ...ours.filter(({ labels }) => labels[label.release] === current)].map(
          ({ name, image, running, end }) => ({
            name: `container ${name}`,
            ok: running,
            detail: running ? image : `${image}: has ended${howIt(end)}`,
            mend: end.outOfMemory
              ? 'give it more memory (mem_limit), then npm run ops -- start'
              : `npm run ops -- start; why it ended: ${engine.name} logs ${name}`,
          }),
        ),
        ...missing.map(({ name }) => ({
          name: `container ${name}`,
          ok: false,
          detail: 'is not there',
          mend: 'npm run ops -- start makes it again',
        })),
      ]
    },
    async halt() {
      const ours = await findContainers(engine, { [label.project]: project })
      const running = ours.filter((one) => one.running)
      const gateways = running.filter(({ labels }) => labels[label.metricsPort])
      for (const part of [gateways, running.filter((one) => !gateways.includes(one))])
        await Promise.all(part.map(({ id }) => engine.run(['stop', id])))
      if (existsSync(serversPath))
        await engine.compose(['-p', project, '-f', serversPath, 'stop'], { maxMs: 300_000, cwd: own })
      return running.length > 0 ? 'the services, then the servers' : 'no service ran'
    },
    async resume(signal) {
      const current = currentRelease(layout)!
      const { containers, gateway } = kept(current)
      const port = await holder().catch(() => undefined)
      await upServers()
      const there = await containersOf(current)
      const named = (name: string) => there.find((one) => one.name === name)
      let begun = 0
      for (const container of containers) {
        const found = named(container.name)
        if (found?.running) continue
        if (found) await engine.run(['start', container.name], { signal })
        else await startContainer(engine, container, { project, release: current, signal })
        begun += 1
      }
      // It has the address of the container that holds the port, which is another one after that one's restart.
      if (!named(gateway.name)?.running || !port) {
        await movePort({
          engine,
          project,
          holder: await holder(),
          from: undefined,
          to: kept(current),
          listensMs: resumeMaxMs,
        })
        begun += 1
      }
      return begun > 0 ? `${begun} containers of ${current}` : `${current} ran already`
    },
    gatewayUrl: (release) => kept(release).gatewayUrl,
    point: (release) => point(layout, release),
    async sweep(staying) {
      const gone = sweepReleases(layout, staying)
      for (const release of gone) {
        for (const { id } of await containersOf(release)) await engine.run(['rm', '-f', id])
        for (const [name] of programsIn(composeOf(layout.release(staying[0]!))))
          await engine.run(['image', 'rm', imageName(name, release)]).catch(() => {})
      }
      return gone
    },
  }
}

const howIt = ({ code, outOfMemory }: { code: number; outOfMemory: boolean }) =>
  outOfMemory ? ', killed because it used up its memory' : code > 0 ? ` with exit code ${code}` : ''

/** `chat=3,export=2`, or as many of each as the version before has. */
function replicasOf(scale: string | undefined, before: Containers | undefined): Record<string, number> {
  if (!scale) {
    const counts: Record<string, number> = {}
    for (const { program } of before?.containers ?? []) counts[program] = (counts[program] ?? 0) + 1
    return counts
  }
  return Object.fromEntries(
    scale.split(',').map((one) => {
      const [name, count] = one.split('=')
      if (!name || !/^[1-9]\d?$/.test(count ?? '')) throw new Fault('--scale is such as chat=3,export=2.')
      return [name, Number(count)]
    }),
  )
}
