import {
  addressSetting,
  type ServiceName,
  serviceNames,
  services,
  upstreamNames,
} from '@lingzhi/contracts/services'
import { sendsMail } from './kubernetes-service.ts'
import { notice } from './notice.ts'

/** k8s/base/kustomization.yaml. */
export function baseKustomization(): string {
  const secrets = serviceNames.map((name) => `#   lingzhi-${name}: ${holds(name).join(', ')}`)
  return `${notice}#
# The services. PostgreSQL, Redis and NATS are the cluster's own: their addresses come in these secrets:
#   lingzhi: REDIS_URL, and NATS_URL where the services share one account (NATS_PASSWORD and REDIS_PASSWORD take any characters)
#   lingzhi-mail, which ${serviceNames.filter(sendsMail).join(' and ')} get: PUBLIC_URL, SMTP_HOST and its companions
${secrets.join('\n')}
# NATS_URL there is for an account of the service's own at NATS: docker/start-nats.sh has what each may do.
# Any other setting of a service (docs/settings.md), TIMEZONE among them, may be added to the same places.
# Probes check only the service itself: a database that is away must not take every replica out of service.
# GET /api/health/ready shows an operator what is down. Metrics are on each pod's port \`metrics\`, which no Service names.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: lingzhi
resources:
${[...serviceNames, 'network-policy'].map((name) => `  - ${name}.yaml\n`).join('')}configMapGenerator:
  - name: lingzhi
    literals:
      - PORT=8080
      - METRICS_PORT=9464
      - LOG_LEVEL=info
${upstreamNames.map((name) => `      - ${addressSetting(name)}=http://${name}:8080\n`).join('')}`
}

/** What nearly everybody sets. */
const usual: Readonly<Record<string, string[]>> = {
  auth: ['ADMIN_USERNAME'],
  chat: ['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_MODEL'],
}

/** The settings in a service's own secret: what it needs, and what is usual. */
function holds(name: ServiceName): string[] {
  const { database, secrets, optionalSecrets } = services[name]
  const needed = database ? ['DATABASE_URL (or DATABASE_PASSWORD beside it)'] : []
  const optional = Object.keys(optionalSecrets).map((one) => `${one} (optional)`)
  return [...needed, ...Object.keys(secrets), ...(usual[name] ?? []), 'NATS_URL', ...optional]
}

/** The settings that a service's pods get from secrets, its own and the one that all share. */
export const fromSecrets = (name: ServiceName): string[] => [
  ...holds(name).map((one) => one.replace(/ .*/, '')),
  'REDIS_URL',
]

/** k8s/base/network-policy.yaml: who may open a connection to a pod. */
export function baseNetworkPolicy(): string {
  const edge = serviceNames.filter((name) => services[name].public)
  return `${notice}#
# Who may open a connection to a pod of this namespace: only those named below. A cluster whose network
# does not enforce policies ignores them. What pods connect to is not restricted: databases and model providers are elsewhere.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
spec:
  podSelector: {}
  policyTypes: [Ingress]
---
# The one public port.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: gateway-is-public
spec:
  podSelector:${among(edge, 2)}
  policyTypes: [Ingress]
  ingress: [{ ports: [{ port: http }] }]
---
# Services hear each other over NATS, to which they connect themselves: HTTP is the gateway's alone.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: services-from-gateway
spec:
  podSelector:${among(upstreamNames, 2)}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:${among(edge, 10)}
      ports: [{ port: http }]
---
# Prometheus of the namespace \`monitoring\`; one that runs elsewhere needs a patch of this name.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: metrics-from-monitoring
spec:
  podSelector:${among(serviceNames, 2)}
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]
      ports: [{ port: metrics }]
`
}

/** Selects the pods of these services: what follows `podSelector:`, whose column is `indent`. */
export function among(names: readonly string[], indent: number): string {
  if (names.length === 1) return ` { matchLabels: { app: ${names[0]} } }`
  // In lines of their own, because the list of services grows and the formatter would break a long one.
  const lines = ['matchExpressions:', '  - key: app', '    operator: In', `    values: [${names.join(', ')}]`]
  return lines.map((line) => `\n${' '.repeat(indent + 2)}${line}`).join('')
}
