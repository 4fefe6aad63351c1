import { nodeOptions, type ServiceName, serviceDefaults, services } from '@lingzhi/contracts/services'
import { notice } from './notice.ts'

const locked = `
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }`

/** k8s/base/<service>.yaml: a Deployment and its Service. */
export function kubernetesService(name: ServiceName): string {
  const { database, memoryMb, probe, replicas, youngMb } = services[name]
  const look = (everyS: number, tries: number) => `
            httpGet: { path: ${probe.path}, port: http }
            periodSeconds: ${everyS}
            timeoutSeconds: ${probe.timeoutS}
            failureThreshold: ${tries}`
  const startTries = Math.ceil(probe.startMaxS / probe.readyEveryS)
  // A service that can do without one may have one: an account of its own at NATS, for example.
  const optional = hasSecret(name) ? '' : ', optional: true'
  const mail = sendsMail(name) ? '\n            - secretRef: { name: lingzhi-mail, optional: true }' : ''
  const young =
    youngMb === serviceDefaults.youngMb
      ? ''
      : `\n          env: [{ name: NODE_OPTIONS, value: ${nodeOptions(youngMb)} }]`
  return `${notice}apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  template:
    metadata:
      labels: { app: ${name} }
      annotations: { prometheus.io/scrape: "true", prometheus.io/port: "9464", prometheus.io/path: /metrics }
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 20
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }${database ? migration(name) : ''}
      containers:
        - name: ${name}
          image: lingzhi/${name}
          ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9464 }]${young}
          envFrom:
            - configMapRef: { name: lingzhi }
            - secretRef: { name: lingzhi }${mail}
            - secretRef: { name: lingzhi-${name}${optional} }
          # By then no new requests are routed here.
          lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }
          startupProbe:${look(probe.readyEveryS, startTries)}
          # Hangs for a minute: it is ended. A busy process is not, which would only move its load to the others.
          livenessProbe:${look(probe.aliveEveryS, 6)}
          # Two looks missed: it gets no requests until it responds again.
          readinessProbe:${look(probe.readyEveryS, 2)}
          resources:
            requests: { cpu: 50m, memory: ${memoryMb.request}Mi }
            limits: { memory: ${memoryMb.limit}Mi }
          securityContext:${database ? ' *locked' : locked}
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 8080, targetPort: http }]
`

  function migration(of: string): string {
    return `
      initContainers:
        # Idempotent, and replicas wait for each other: the new schema is there before the new code.
        - name: migrate
          image: lingzhi/${of}
          args: [node, services/${of}/src/migrate.ts]
          # Of all secrets the way into this database alone.
          env:
            - name: DATABASE_URL
              valueFrom: { secretKeyRef: { name: lingzhi-${of}, key: DATABASE_URL } }
            - name: DATABASE_PASSWORD
              valueFrom: { secretKeyRef: { name: lingzhi-${of}, key: DATABASE_PASSWORD, optional: true } }
          securityContext: &locked${locked}`
  }
}

/** Whether the mail server's settings are this service's: no other gets them. */
export const sendsMail = (name: ServiceName): boolean => name === 'auth' || name === 'export'

/** Whether a service cannot do without a Kubernetes secret of its own, besides the one all share. */
function hasSecret(name: ServiceName): boolean {
  return services[name].database || Object.keys(services[name].secrets).length > 0
}
