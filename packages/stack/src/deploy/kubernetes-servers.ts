import { serviceNames, withDatabase } from '@lingzhi/contracts/services'
import { notice } from './notice.ts'
import { databasePassword, natsPassword } from './start-servers.ts'

type Server = {
  name: string
  image: string
  port: number
  user: number
  group: number
  /** Where its data is. */
  folder: string
  command?: string
  env?: Record<string, string>
  /** The secrets that its script reads: it gets these and no other's. */
  secrets: string[]
  /** Configuration with scripts, and folders that it writes in besides its data, by name. */
  scripts: [name: string, folder: string]
  written: Record<string, string>
}

/** k8s/overlays/dev/infrastructure.yaml. */
export function devServers(): string {
  return `${notice}#
# The servers of this overlay, one of each. Services wait for them.
${[
  server({
    name: 'postgres',
    image: 'postgres:17-alpine',
    port: 5432,
    user: 70,
    group: 70,
    folder: '/var/lib/postgresql/data',
    env: { POSTGRES_USER: 'postgres', PGDATA: '/var/lib/postgresql/data/pgdata' },
    secrets: ['POSTGRES_PASSWORD', ...withDatabase.map(databasePassword)],
    scripts: ['create-databases', '/docker-entrypoint-initdb.d'],
    written: { run: '/var/run/postgresql', tmp: '/tmp' },
  }),
  server({
    name: 'redis',
    image: 'redis:7-alpine',
    port: 6379,
    user: 999,
    group: 1000,
    folder: '/data',
    command: '/start/start-redis.sh',
    secrets: ['REDIS_PASSWORD'],
    scripts: ['start-servers', '/start'],
    written: { tmp: '/tmp' },
  }),
  server({
    name: 'nats',
    image: 'nats:2-alpine',
    port: 4222,
    user: 1000,
    group: 1000,
    folder: '/data',
    command: '/start/start-nats.sh',
    secrets: serviceNames.map(natsPassword),
    scripts: ['start-servers', '/start'],
    written: { tmp: '/tmp' },
  }),
].join('---\n')}`
}

function server({ name, image, port, user, group, folder, command, env, secrets, scripts, written }: Server) {
  const [map, mounted] = scripts
  const plain = Object.entries(env ?? {}).map(([key, value]) => `{ name: ${key}, value: ${value} }`)
  const secret = secrets.map(
    (key) => `name: ${key}
              valueFrom: { secretKeyRef: { name: lingzhi-infrastructure, key: ${key} } }`,
  )
  const mounts = Object.entries({ data: folder, scripts: mounted, ...written })
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
spec:
  serviceName: ${name}
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: ${user}
        runAsGroup: ${group}
        fsGroup: ${group}
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: ${name}
          image: ${image}${command ? `\n          command: [/bin/sh, ${command}]` : ''}
          env:${[...plain, ...secret].map((one) => `\n            - ${one}`).join('')}
          ports: [{ containerPort: ${port} }]
          volumeMounts:${mounts.map(([volume, path]) => `\n            - { name: ${volume}, mountPath: ${path} }`).join('')}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
      volumes:
        - { name: scripts, configMap: { name: ${map} } }${Object.keys(written)
          .map((volume) => `\n        - { name: ${volume}, emptyDir: {} }`)
          .join('')}
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  clusterIP: None
  selector: { app: ${name} }
  ports: [{ port: ${port} }]
`
}
