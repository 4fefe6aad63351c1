import type { Reading } from '@lingzhi/metrics/instruments'
import { watchedCounter, watchedGauge } from '@lingzhi/metrics/instruments'
import type { Replica } from './replica.ts'

const labels = ['upstream', 'replica'] as const
type Labels = (typeof labels)[number]

const requests = watchedCounter('lingzhi_upstream_requests_total', 'Requests sent to a replica.', labels)
const failures = watchedCounter(
  'lingzhi_upstream_failures_total',
  'Transport failures, probes included.',
  labels,
)
const ejections = watchedCounter('lingzhi_upstream_ejections_total', 'Times a replica was ejected.', labels)
const inFlight = watchedGauge(
  'lingzhi_upstream_requests_in_flight',
  'Requests under way at a replica.',
  labels,
)
const usable = watchedGauge(
  'lingzhi_upstream_usable',
  '1 while a replica is usable, 0 while it is out.',
  labels,
)
const circuits = watchedGauge('lingzhi_upstream_circuit_open', '1 while no replica of a service is usable.', [
  'upstream',
] as const)

/** Exports metrics of a service's replicas until the returned function is called. */
export function showReplicas(name: string, replicas: readonly Replica[]): () => void {
  const each = (value: (replica: Replica) => number) => (): Reading<Labels>[] =>
    replicas.map((replica) => [{ upstream: name, replica: replica.host }, value(replica)])
  const forget = [
    requests.watch(each((replica) => replica.requests)),
    failures.watch(each(({ failed }) => failed)),
    ejections.watch(each(({ thrownOut }) => thrownOut)),
    inFlight.watch(each((replica) => replica.inFlight)),
    usable.watch(each(({ ejected }) => (ejected ? 0 : 1))),
    circuits.watch(() => [[{ upstream: name }, replicas.every(({ ejected }) => ejected) ? 1 : 0]]),
  ]
  return () => {
    for (const one of forget) one()
  }
}
