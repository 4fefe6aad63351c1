import { register } from '@prometheus-io/client'

/** For tests: the sum of what a scrape would tell under a name, over the series that have these labels. */
export async function readMetric(
  name: string,
  labels: Record<string, string | number> = {},
): Promise<number> {
  const metrics = await register.getMetricsAsJSON()
  return metrics
    .flatMap((metric) => metric.values.map((value) => ({ metricName: metric.name, ...value })))
    .filter(({ metricName }) => metricName === name)
    .filter((value) => Object.entries(labels).every(([label, wanted]) => value.labels[label] === wanted))
    .reduce((sum, { value }) => sum + value, 0)
}
