import { serviceNames, services, withDatabase } from '@lingzhi/contracts/services'
import { among } from './kubernetes-base.ts'
import { notice } from './notice.ts'

/** k8s/overlays/dev/kustomization.yaml. */
export function devKustomization(): string {
  const secrets = ['infrastructure', ...serviceNames]
  return `${notice}#
# Everything in one throw-away cluster: single-node PostgreSQL, Redis and NATS, the demo model, one replica of
# each service. Secrets come from files beside this one that are never committed:
#   node scripts/secrets.mjs kubernetes
#   kubectl apply -k k8s/overlays/dev
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: lingzhi
resources: [../../base, namespace.yaml, infrastructure.yaml, demo-model.yaml, network-policy.yaml]
replicas:
${serviceNames.map((name) => `  - { name: ${name}, count: 1 }\n`).join('')}configMapGenerator:
  - { name: create-databases, files: [secrets/create-databases.sh] }
  - { name: start-servers, files: [secrets/start-nats.sh, secrets/start-redis.sh] }
secretGenerator:
  - { name: lingzhi, envs: [secrets/lingzhi.env] }
${secrets.map((name) => `  - { name: lingzhi-${name}, envs: [secrets/${name}.env] }\n`).join('')}`
}

/** k8s/overlays/dev/network-policy.yaml. */
export function devNetworkPolicy(): string {
  const redis = serviceNames.filter((name) => services[name].redis)
  return `${notice}#
# The infrastructure of this overlay, opened to the services that use it.
${[
  opened('postgres-from-services', 'postgres', withDatabase, '5432'),
  opened('redis-from-services', 'redis', redis, '6379'),
  opened('nats-from-services', 'nats', serviceNames, '4222'),
  opened('demo-model-from-chat', 'demo-model', ['chat'], 'http'),
].join('---\n')}`
}

function opened(policy: string, app: string, to: readonly string[], port: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${policy}
spec:
  podSelector: { matchLabels: { app: ${app} } }
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:${among(to, 10)}
      ports: [{ port: ${port} }]
`
}
