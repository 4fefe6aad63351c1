import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeOptions, serviceDefaults, serviceNames } from '@lingzhi/contracts/services'
import { composeFile } from './deploy/compose.ts'
import { createDatabasesScript } from './deploy/create-databases.ts'
import { baseKustomization, baseNetworkPolicy } from './deploy/kubernetes-base.ts'
import { devKustomization, devNetworkPolicy } from './deploy/kubernetes-dev.ts'
import { migrationJobs, migrationsKustomization } from './deploy/kubernetes-migrations.ts'
import { prodPostgres } from './deploy/kubernetes-postgres.ts'
import { prodDeployments, prodKustomization, prodScaling } from './deploy/kubernetes-prod.ts'
import { devServers } from './deploy/kubernetes-servers.ts'
import { kubernetesService } from './deploy/kubernetes-service.ts'
import { startNatsScript, startRedisScript } from './deploy/start-servers.ts'
import { processDiagram } from './document/diagram.ts'
import { envExample, settingsPage } from './document/settings.ts'
import { serviceMap, serviceReasons } from './document/tables.ts'
import { readUnits } from './document/units.ts'
import { loadSchemas } from './environment/schemas.ts'
import { Fault } from './fault.ts'
import { grafanaJson } from './monitoring/dashboard.ts'
import { dashboards } from './monitoring/dashboards.ts'
import { prometheusConfig } from './monitoring/prometheus.ts'

/**
 * Every file of the checkout that follows from the list of services and their schemas, by path, as it should be.
 * Of files that people write, such as README.md, only the marked part is replaced.
 */
export async function generatedFiles(root: string): Promise<Map<string, string>> {
  const schemas = await loadSchemas()
  const partOf = (path: string, change: (text: string) => string) =>
    [path, change(readFileSync(join(root, path), 'utf8'))] as const
  return new Map([
    ['docker-compose.yml', composeFile(schemas)],
    ['docker/create-databases.sh', createDatabasesScript()],
    ['docker/start-nats.sh', startNatsScript()],
    ['docker/start-redis.sh', startRedisScript()],
    ...serviceNames.map((name) => [`k8s/base/${name}.yaml`, kubernetesService(name)] as const),
    ['k8s/base/kustomization.yaml', baseKustomization()],
    ['k8s/base/network-policy.yaml', baseNetworkPolicy()],
    ['k8s/overlays/dev/infrastructure.yaml', devServers()],
    ['k8s/overlays/dev/kustomization.yaml', devKustomization()],
    ['k8s/overlays/dev/network-policy.yaml', devNetworkPolicy()],
    ['k8s/overlays/prod/kustomization.yaml', prodKustomization()],
    ['k8s/overlays/prod/deployments.yaml', prodDeployments()],
    ['k8s/overlays/prod/scaling.yaml', prodScaling()],
    ['k8s/overlays/prod/migrations/jobs.yaml', migrationJobs()],
    ['k8s/overlays/prod/migrations/kustomization.yaml', migrationsKustomization()],
    ['k8s/overlays/prod-data/postgres.yaml', prodPostgres()],
    ['monitoring/prometheus/prometheus.yml', prometheusConfig()],
    ...dashboards.map((one) => [`monitoring/grafana/dashboards/${one.uid}.json`, grafanaJson(one)] as const),
    ['docs/settings.md', settingsPage(schemas)],
    ['.env.example', envExample(schemas)],
    partOf('README.md', (text) => between(text, 'services', serviceMap())),
    partOf('docs/architecture.md', (text) =>
      between(between(text, 'processes', processDiagram(readUnits(root))), 'services', serviceReasons()),
    ),
    partOf('Dockerfile', dockerfile),
  ])
}

/** One image for all: what differs by service is in docker-compose.yml and the Kubernetes files. */
function dockerfile(text: string): string {
  const { probe, youngMb } = serviceDefaults
  const timing = `--interval=${probe.aliveEveryS}s --timeout=${probe.timeoutS}s --start-period=${probe.startMaxS}s`
  return text
    .replace(/^ENV NODE_OPTIONS=.*$/m, `ENV NODE_OPTIONS=${nodeOptions(youngMb)}`)
    .replace(/^HEALTHCHECK --interval.*(?= \\$)/m, `HEALTHCHECK ${timing}`)
}

/** Files of services that are no longer in the list. */
export function leftOver(root: string, files: ReadonlyMap<string, string>): string[] {
  return globSync(['k8s/base/*.yaml', 'monitoring/grafana/dashboards/*.json'], { cwd: root }).filter(
    (path) => !files.has(path),
  )
}

/** Replaces the text between `<!-- generated: name -->` and `<!-- end -->`. */
function between(text: string, name: string, content: string): string {
  const start = `<!-- generated: ${name} -->\n`
  const [before, rest] = text.split(start)
  const end = rest?.indexOf('<!-- end -->') ?? -1
  if (end < 0) throw new Fault(`A file has lost its part ${start.trim()} … <!-- end -->.`)
  return `${before}${start}\n${content}\n\n${rest!.slice(end)}`
}
