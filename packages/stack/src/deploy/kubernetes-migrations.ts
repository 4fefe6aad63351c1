import { type ServiceName, withDatabase } from '@lingzhi/contracts/services'
import { imagesOf } from './kubernetes-prod.ts'
import { notice } from './notice.ts'

/** k8s/overlays/prod/migrations/jobs.yaml. */
export function migrationJobs(): string {
  const head = `${notice}#
# The migrations of a release, before its services: the version that runs still works on the new schema. A Job cannot be changed, so the
# old ones go first:
#   kubectl -n lingzhi delete job -l app.kubernetes.io/component=migration --ignore-not-found
# The init containers of the Deployments find nothing left to do.
`
  return head + withDatabase.map(job).join('---\n')
}

/** k8s/overlays/prod/migrations/kustomization.yaml. */
export function migrationsKustomization(): string {
  return `${notice}#
# Applied before the services of the same release; jobs.yaml says how.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: lingzhi
resources: [jobs.yaml]
${imagesOf(withDatabase)}`
}

function job(name: ServiceName): string {
  return `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate-${name}
  labels: { app.kubernetes.io/component: migration }
spec:
  backoffLimit: 3
  activeDeadlineSeconds: 900
  ttlSecondsAfterFinished: 86400
  template:
    metadata:
      labels: { app: migrate-${name}, app.kubernetes.io/component: migration }
    spec:
      restartPolicy: OnFailure
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: migrate
          image: lingzhi/${name}
          args: [node, services/${name}/src/migrate.ts]
          # Of all secrets the way into this database alone.
          env:
            - name: DATABASE_URL
              valueFrom: { secretKeyRef: { name: lingzhi-${name}, key: DATABASE_URL } }
            - name: DATABASE_PASSWORD
              valueFrom: { secretKeyRef: { name: lingzhi-${name}, key: DATABASE_PASSWORD, optional: true } }
          resources:
            requests: { cpu: 50m, memory: 128Mi }
            limits: { memory: 512Mi }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
`
}
