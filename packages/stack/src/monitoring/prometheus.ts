import { serviceNames } from '@lingzhi/contracts/services'
import { notice } from '../deploy/notice.ts'

/**
 * monitoring/prometheus/prometheus.yml: for Compose, where a service's name leads to all its replicas. Each series has the label
 * `service` from the service itself; the target has it too, so that a replica that does not respond is told by its name.
 */
export function prometheusConfig(): string {
  const jobs = serviceNames.map(
    (name) => `  - job_name: lingzhi-${name}
    honor_labels: true
    dns_sd_configs: [{ names: [${name}], type: A, port: 9464, refresh_interval: 10s }]
    relabel_configs: [{ target_label: service, replacement: ${name} }]
`,
  )
  return `${notice}#
# Prometheus on the network \`http\` of docker-compose.yml (profile \`monitoring\`). Where \`npm start\` runs the platform with
# METRICS_PORT=9464, replace dns_sd_configs by static_configs: the gateway at 9464, the other processes at the ports after it.
global:
  scrape_interval: 15s
  evaluation_interval: 15s
rule_files: [alerts.yml]
# Where alerts go; an Alertmanager of your own.
alerting:
  alertmanagers: []
scrape_configs:
${jobs.join('')}`
}
