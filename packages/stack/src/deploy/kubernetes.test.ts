import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames } from '@lingzhi/contracts/services'
import t from 'tap'
import { parseAllDocuments } from 'yaml'
import { createDatabasesScript } from './create-databases.ts'
import { kubernetesService } from './kubernetes-service.ts'
import { startNatsScript, startRedisScript } from './start-servers.ts'

type Container = {
  name: string
  command?: string[]
  args?: string[]
  env?: { name: string; valueFrom?: object }[]
  envFrom?: object[]
  securityContext?: object
}
type Pod = {
  automountServiceAccountToken?: boolean
  securityContext?: object
  containers: Container[]
  initContainers?: Container[]
}
type Workload = { kind: string; metadata: { name: string }; spec: { template: { spec: Pod } } }

const root = join(import.meta.dirname, '../../../..')
const podsIn = (text: string) =>
  parseAllDocuments(text, { merge: true })
    .map((one) => one.toJS() as Workload)
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map(({ metadata, spec }) => ({ name: metadata.name, pod: spec.template.spec }))

t.test('every pod, infrastructure of the dev overlay too, runs with as little as it can', async (t) => {
  const dev = globSync('k8s/overlays/dev/*.yaml', { cwd: root }).map((path) =>
    readFileSync(join(root, path), 'utf8'),
  )
  const pods = [...serviceNames.map(kubernetesService), ...dev].flatMap(podsIn)
  t.ok(pods.length >= serviceNames.length + 4)
  for (const { name, pod } of pods) {
    t.equal(pod.automountServiceAccountToken, false, name)
    t.match(pod.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }, name)
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])])
      t.match(
        container.securityContext,
        { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        `${name} ${container.name}`,
      )
  }
})

t.test('a server of the dev overlay gets the secrets that its script asks for, and no other', async (t) => {
  const file = readFileSync(join(root, 'k8s/overlays/dev/infrastructure.yaml'), 'utf8')
  const scripts: Record<string, string> = {
    postgres: createDatabasesScript(),
    redis: startRedisScript(),
    nats: startNatsScript(),
  }
  const pods = podsIn(file)
  t.same(pods.map(({ name }) => name).sort(), Object.keys(scripts).sort())
  for (const { name, pod } of pods) {
    const [{ env = [], envFrom }] = pod.containers as [Container]
    t.equal(envFrom, undefined, name)
    const asked = [...scripts[name]!.matchAll(/\((?:needed|secret) ([A-Z]+_PASSWORD(?:_[A-Z]+)?)/g)]
    const given = env.filter(({ valueFrom }) => valueFrom).map((one) => one.name)
    const wanted = new Set(asked.map(([, one]) => one!).filter((one) => one !== 'NATS_PASSWORD_OPERATOR'))
    t.same(given.sort(), [...wanted].sort(), name)
  }
})

t.test(
  'mail’s password reaches who sends mail, and migrations get one database and no other secret',
  async (t) => {
    for (const service of serviceNames) {
      const [{ pod } = { pod: undefined }] = podsIn(kubernetesService(service))
      const of = JSON.stringify(pod?.containers)
      t.equal(of.includes('lingzhi-mail'), ['auth', 'export'].includes(service), service)
      for (const { env = [], envFrom } of pod?.initContainers ?? []) {
        t.equal(envFrom, undefined)
        t.same(
          env.map((one) => one.name),
          ['DATABASE_URL', 'DATABASE_PASSWORD'],
        )
      }
    }
  },
)

t.test('a service needs a secret of its own only for what it cannot do without', async (t) => {
  for (const service of serviceNames) {
    const [{ pod } = { pod: undefined }] = podsIn(kubernetesService(service))
    const sources = pod?.containers[0]?.envFrom as { secretRef?: { name: string; optional?: boolean } }[]
    const own = sources.find(({ secretRef }) => secretRef?.name === `lingzhi-${service}`)?.secretRef
    t.equal(own?.optional ?? false, service === 'gateway', service)
  }
})
