import { register } from '@prometheus-io/client'

/** For tests: the sum of a metric's values in a scrape, over the series that have these labels. */
export async function readMetric(
  name: string,
  labels: Record<string, string | number> = {},
): Promise<number> {
  const metrics = await register.getMetricsAsJSON()
  return metrics
    .flatMap((metric) => metric.values.map((value) => ({ metricName: metric.name, ...value })))
    .filter(({ metricName }) => metricName === name)
    .filter((value) => Object.entries(labels).every(([label, expected]) => value.labels[label] === expected))
    .reduce((sum, { value }) => sum + value, 0)
}
