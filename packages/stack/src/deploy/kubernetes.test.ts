import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames } from '@lingzhi/contracts/services'
import t from 'tap'
import { parseAllDocuments } from 'yaml'
import { kubernetesService } from './kubernetes-service.ts'

type Container = {
  name: string
  command?: string[]
  args?: string[]
  env?: object[]
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
          env.map((one) => (one as { name: string }).name),
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
