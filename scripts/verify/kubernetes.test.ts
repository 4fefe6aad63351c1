import { loadSchemas } from '@lingzhi/stack/environment/schemas'
import t from 'tap'
import type { Manifest } from './kubernetes.ts'
import { readManifests, settingFaults, shapeFaults } from './kubernetes.ts'

const root = new URL('../..', import.meta.url).pathname
const deployment = (spec: object, container: object = {}): Manifest => ({
  path: 'k8s/base/chat.yaml',
  object: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'chat' },
    spec: {
      selector: { matchLabels: { app: 'chat' } },
      template: { spec: { containers: [{ name: 'chat', ...container }] } },
      ...spec,
    },
  },
})

t.test(
  'a field that Kubernetes does not know, a wrong value and one that is missing are faults',
  async (t) => {
    const told = async (manifest: Manifest) => (await shapeFaults([manifest])).join('\n')
    t.equal(await told(deployment({ replicas: 2 })), '')
    t.match(await told(deployment({ replcas: 2 })), /k8s\/base\/chat\/Deployment\/chat.*replcas/s)
    t.match(await told(deployment({}, { readinessProbe: { httpGet: { path: '/' } } })), /port/)
    t.match(await told(deployment({ replicas: 'two' })), /replicas|string/)
  },
)

t.test('a setting that a service does not have is a fault, and so is one that it is not given', async (t) => {
  const schemas = await loadSchemas()
  const usual = [
    'PORT=1',
    'AUTH_URL=x',
    'CHAT_URL=x',
    'CHECKIN_URL=x',
    'EXPORT_URL=x',
    'FILES_URL=x',
    'LEARNING_URL=x',
  ]
  t.same(settingFaults([], usual, schemas), [])
  t.equal(settingFaults([], [...usual, 'TIMEZON=x'], schemas).length, 1)
  t.match(settingFaults([], usual.slice(0, -1), schemas), [/gateway needs LEARNING_URL/])
  const env = (name: string) => [deployment({}, { env: [{ name }] })]
  t.same(settingFaults(env('NODE_OPTIONS'), usual, schemas), [])
  t.equal(settingFaults(env('SIGNING_REQUIRED'), usual, schemas).length, 1, 'it is the gateway’s')
})

t.test('what production adds to a deployment is looked at together with it', async (t) => {
  const merged = readManifests(root).find(
    ({ path, object }) => path === 'k8s/overlays/prod/deployments.yaml' && object.metadata.name === 'chat',
  )
  t.match(merged?.object.spec, {
    selector: { matchLabels: { app: 'chat' } },
    template: { spec: { serviceAccountName: 'chat', containers: [{ name: 'chat' }] } },
  })
})
