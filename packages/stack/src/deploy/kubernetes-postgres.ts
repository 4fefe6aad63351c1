import { withDatabase } from '@lingzhi/contracts/services'
import { closeServersOwn } from '../infrastructure/databases.ts'
import { notice } from './notice.ts'

/** k8s/overlays/prod-data/postgres.yaml: a cluster of CloudNativePG with what docker/create-databases.sh makes elsewhere. */
export function prodPostgres(): string {
  const databases = withDatabase.flatMap((name) => [
    `create role lingzhi_${name} login`,
    `create database lingzhi_${name} owner lingzhi_${name} encoding 'UTF8' template template0`,
    `revoke connect on database lingzhi_${name} from public`,
    `alter role lingzhi_${name} set statement_timeout = '30s'`,
    `alter role lingzhi_${name} set idle_in_transaction_session_timeout = '30s'`,
  ])
  const sql = [...databases, closeServersOwn]
  const roles = withDatabase.map(
    (name) => `      - name: lingzhi_${name}
        ensure: present
        login: true
        passwordSecret: { name: postgres-${name} }`,
  )
  return `${notice}#
# CloudNativePG (https://cloudnative-pg.io): three servers, one of them the primary, which fails over by itself. Services connect to
# postgres-rw.lingzhi-data with ?sslmode=verify-full&sslrootcert=… (the authority is in the secret postgres-ca) or ?sslmode=no-verify. Each role's password
# comes from a secret of the kind kubernetes.io/basic-auth (username, password), and stands in DATABASE_URL of lingzhi-<service> too. A
# service that is added later needs its lines of postInitSQL by hand, once: they run when the cluster is made.
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: postgres
spec:
  instances: 3
  storage: { size: 50Gi }
  walStorage: { size: 10Gi }
  # A commit is on two servers before it is told.
  minSyncReplicas: 1
  maxSyncReplicas: 1
  postgresql:
    parameters:
      # Replicas of services, times DATABASE_POOL_MAX (10), and some for people.
      max_connections: "300"
      shared_buffers: 512MB
  resources:
    requests: { cpu: 500m, memory: 2Gi }
    limits: { memory: 2Gi }
  affinity: { enablePodAntiAffinity: true, topologyKey: kubernetes.io/hostname }
  monitoring: { enablePodMonitor: false }
  managed:
    roles:
${roles.join('\n')}
  bootstrap:
    initdb:
      postInitSQL:
${sql.map((line) => `        - ${line}\n`).join('')}  backup:
    retentionPolicy: 30d
    barmanObjectStore:
      destinationPath: s3://backups.example.com/lingzhi
      s3Credentials:
        accessKeyId: { name: postgres-backup, key: ACCESS_KEY_ID }
        secretAccessKey: { name: postgres-backup, key: SECRET_ACCESS_KEY }
      wal: { compression: gzip }
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: postgres-nightly
spec:
  schedule: "0 30 2 * * *"
  backupOwnerReference: self
  cluster: { name: postgres }
`
}
