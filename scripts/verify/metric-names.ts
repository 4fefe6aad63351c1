import { readSources, type Source } from './sources.ts'

const declarations = /\b(?:counter|histogram|watchedGauge|watchedCounter)(?:<[^>(]*>)?\(\s*['"`](\w+)['"`]/g

/**
 * Metrics that two places declare, a sentence for each. A process refuses the second one when it loads it, and the API
 * document is made in one process of all services; besides, in Prometheus a name means one thing on the whole platform.
 */
export function metricFaults(sources: Source[]): string[] {
  return [...Map.groupBy(declarationsIn(sources), ({ name }) => name)].flatMap(([name, places]) => {
    if (places.length < 2) return []
    const paths = places.map(({ path }) => path)
    return [
      `The metric ${name} is declared in ${paths.join(' and ')}: rename it in one of them, or remove it.`,
    ]
  })
}

const declarationsIn = (sources: Source[]) =>
  sources
    .filter(({ isTest }) => !isTest)
    .flatMap(({ path, text }) => [...text.matchAll(declarations)].map(([, name]) => ({ name: name!, path })))

/** The names of all metrics that the code declares. */
export const declaredMetrics = (sources: Source[]): ReadonlySet<string> =>
  new Set(declarationsIn(sources).map(({ name }) => name))

export const metricFaultsIn = (root: string): string[] => metricFaults(readSources(root))
