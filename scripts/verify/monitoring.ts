import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { declaredMetrics } from './metric-names.ts'
import { readSources } from './sources.ts'

/** What monitoring/ and its runbooks say. */
export interface Monitoring {
  rules: { alert: string; expr: string; annotations: { runbook?: string } }[]
  /** Names of the alerts that a case in alerts-test.yml is about. */
  tried: string[]
  /** PromQL expressions of the dashboards, with the file that has them. */
  queries: { path: string; expr: string }[]
  /** docs/failures.md. */
  runbooks: string
  /** Metrics that the code declares, without the endings of histograms. */
  declared: ReadonlySet<string>
}

const linesOfRunbook = 3
/** Of Prometheus itself and of its client for Node: a started stack is asked for these in e2e/monitoring.test.ts. */
const notOurs = /^(up$|process_|nodejs_)/
const functions =
  /\b(by|without|on|ignoring|group_left|group_right|and|or|unless|bool|offset|sum|min|max|avg|count|rate|irate|increase|histogram_quantile|absent|changes|min_over_time|max_over_time|avg_over_time)\b/g

/** The metrics that an expression names: what is left without labels, windows, functions and numbers. */
export function metricsIn(expr: string): string[] {
  const bare = expr
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, ' ')
    .replaceAll(functions, ' ')
  return [...new Set([...bare.matchAll(/(?<![\w.])[a-z_]\w*/g)].map(([name]) => name))]
}

const withoutEnding = (name: string) => name.replace(/_(bucket|count|sum)$/, '')

/** Metrics that rules and dashboards name and no code declares, alerts without a runbook or a case, runbooks without an alert. */
export function monitoringFaults({ rules, tried, queries, runbooks, declared }: Monitoring): string[] {
  const unknown = (expr: string) =>
    metricsIn(expr).filter(
      (name) => !notOurs.test(name) && !declared.has(name) && !declared.has(withoutEnding(name)),
    )
  const sections = new Map(
    runbooks
      .split(/^### /m)
      .slice(1)
      .map((section) => {
        const [title = '', ...lines] = section.split('\n')
        return [title, lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).length] as const
      }),
  )
  const alerts = rules.map(({ alert }) => alert)
  return [
    ...rules.flatMap(({ alert, expr, annotations }) => [
      ...unknown(expr).map((name) => `The alert ${alert} names the metric ${name}, which no code declares.`),
      ...(annotations.runbook === `docs/failures.md#${alert.toLowerCase()}`
        ? []
        : [`The alert ${alert} needs the annotation runbook: docs/failures.md#${alert.toLowerCase()}.`]),
      ...(sections.get(alert) === linesOfRunbook
        ? []
        : [`docs/failures.md needs a section "### ${alert}" of ${linesOfRunbook} lines.`]),
      ...(tried.includes(alert) ? [] : [`monitoring/prometheus/alerts-test.yml has no case of ${alert}.`]),
    ]),
    ...queries.flatMap(({ path, expr }) =>
      unknown(expr).map((name) => `${path} names the metric ${name}, which no code declares.`),
    ),
    ...[...sections.keys()]
      .filter((title) => !alerts.includes(title))
      .map((title) => `docs/failures.md has a section "### ${title}", and there is no such alert.`),
  ]
}

export function monitoringFaultsIn(root: string): string[] {
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const { groups } = parse(read('monitoring/prometheus/alerts.yml')) as {
    groups: { rules: Monitoring['rules'] }[]
  }
  const cases = parse(read('monitoring/prometheus/alerts-test.yml')) as {
    tests: { alert_rule_test: { alertname: string; exp_alerts?: object[] }[] }[]
  }
  const queries = globSync('monitoring/grafana/dashboards/*.json', { cwd: root }).flatMap((path) => {
    const { panels } = JSON.parse(read(path)) as { panels: { targets?: { expr: string }[] }[] }
    return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => ({ path, expr })))
  })
  return monitoringFaults({
    rules: groups.flatMap(({ rules }) => rules),
    tried: cases.tests
      .flatMap(({ alert_rule_test }) => alert_rule_test)
      .filter(({ exp_alerts = [] }) => exp_alerts.length > 0)
      .map(({ alertname }) => alertname),
    queries,
    runbooks: read('docs/failures.md'),
    declared: declaredMetrics(readSources(root)),
  })
}
