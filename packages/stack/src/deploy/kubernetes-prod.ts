import { type ServiceName, serviceNames, services } from '@lingzhi/contracts/services'
import { notice } from './notice.ts'

/** k8s/overlays/prod/kustomization.yaml. */
export function prodKustomization(): string {
  return `${notice}#
# Production: the services of base, spread over nodes and zones, with autoscaling, disruption budgets and an Ingress. PostgreSQL, Redis
# and NATS come from their operators (../prod-data) or from your provider; docs/operations.md ("Kubernetes") has the order:
#   kubectl apply -k k8s/overlays/prod-data     once, after the operators
#   kubectl apply -k k8s/overlays/prod/migrations && kubectl -n lingzhi wait --for=condition=complete job -l app.kubernetes.io/component=migration
#   kubectl apply -k k8s/overlays/prod
# Secrets are named in ../../base/kustomization.yaml and made by you (External Secrets, Sealed Secrets, kubectl create secret).
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: lingzhi
resources: [../../base, namespace.yaml, scaling.yaml, ingress.yaml]
${imagesOf(serviceNames)}configMapGenerator:
  - name: lingzhi
    behavior: merge
    literals:
      - NATS_REPLICAS=3
      - PUBLIC_URL=https://lingzhi.example.com
      # The network of the ingress controller's pods: whose X-Forwarded-For is believed.
      - TRUSTED_PROXIES=10.0.0.0/8
patches:
  - path: deployments.yaml
  # Their number is the autoscaler's.
  - target: { kind: Deployment }
    patch: |-
      - op: remove
        path: /spec/replicas
`
}

/** The images of a kustomization. */
export function imagesOf(names: readonly ServiceName[]): string {
  const image = (name: ServiceName) =>
    `  - { name: lingzhi/${name}, newName: registry.example.com/lingzhi/${name}, newTag: "0.1.0" }\n`
  return `# What runs: a registry of yours, and one release for all.\nimages:\n${names.map(image).join('')}`
}

/** k8s/overlays/prod/deployments.yaml: what production adds to each Deployment of base. */
export function prodDeployments(): string {
  return notice + serviceNames.map(deployment).join('---\n')
}

function deployment(name: ServiceName): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      serviceAccountName: ${name}
      # Zones first, then nodes: the loss of one takes as few replicas as possible.
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: ${name} } }
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: ${name} } }
`
}

/** k8s/overlays/prod/scaling.yaml: for each service its account, its autoscaler and its disruption budget. */
export function prodScaling(): string {
  const head = `${notice}#
# A service account without a token and without rights, so that no pod runs as \`default\`. Autoscalers need metrics-server, and for
# metrics of the services prometheus-adapter, which turns what Prometheus reads from the pods into metrics of pods; keda.yaml scales
# export by its queue, and needs neither. One pod at a time may be evicted.
`
  return (
    head +
    serviceNames.map((name) => [account(name), autoscaler(name), budget(name)].join('---\n')).join('---\n')
  )
}

const account = (name: ServiceName) => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
automountServiceAccountToken: false
`

function autoscaler(name: ServiceName): string {
  const { replicas, scale } = services[name]
  const by = scale.metric
    ? `    - type: Pods
      pods:
        metric: { name: ${scale.metric} }
        target: { type: AverageValue, averageValue: "${scale.at}" }`
    : `    - type: Resource
      resource: { name: cpu, target: { type: AverageValue, averageValue: 700m } }`
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: ${replicas}
  maxReplicas: ${scale.max}
  metrics:
${by}
  behavior:
    # A replica that leaves hands its streams over: not more often than needed.
    scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: Pods, value: 1, periodSeconds: 60 }] }
`
}

const budget = (name: ServiceName) => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: ${name} } }
`
