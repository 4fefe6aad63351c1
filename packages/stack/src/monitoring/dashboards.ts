import type { Dashboard } from './dashboard.ts'

const rate = (metric: string, labels = '') => `rate(${metric}${labels}[$__rate_interval])`
const by = (label: string, expr: string) => `sum by (${label}) (${expr})`
const quantile = (share: number, metric: string, labels = '', label = '') =>
  `histogram_quantile(${share}, sum by (le${label && `, ${label}`}) (${rate(`${metric}_bucket`, labels)}))`

const requests = 'http_request_duration_seconds'
const atGateway = '{service="gateway"}'
/** Routes whose response takes as long as it takes. */
const notStreams = '{service="gateway",route!~".*(stream|/chat|/v1/|events|download|export).*"}'

const overview: Dashboard = {
  uid: 'overview',
  title: 'overview',
  rows: [
    {
      title: 'People',
      panels: [
        {
          title: 'Requests',
          unit: 'reqps',
          queries: [[by('status', rate(`${requests}_count`, atGateway)), '{{status}}']],
        },
        {
          title: 'Share of requests that failed (5xx)',
          unit: 'percentunit',
          queries: [
            [
              `sum(${rate(`${requests}_count`, '{service="gateway",status=~"5.."}')}) / sum(${rate(`${requests}_count`, atGateway)})`,
              'failed',
            ],
          ],
        },
        {
          title: 'Time to respond, without streams and downloads',
          unit: 's',
          queries: [
            [quantile(0.5, requests, notStreams), 'half'],
            [quantile(0.95, requests, notStreams), '95 of 100'],
            [quantile(0.99, requests, notStreams), '99 of 100'],
          ],
        },
        { title: 'Open streams', unit: 'short', queries: [['sum(lingzhi_open_streams)', 'streams']] },
        {
          title: 'Refused by a limit',
          unit: 'reqps',
          queries: [
            [by('limit', rate('lingzhi_limit_refusals_total')), '{{limit}}'],
            [`sum(${rate('lingzhi_connections_refused_total')})`, 'connections'],
          ],
        },
        {
          title: 'Check-ins',
          unit: 'reqps',
          queries: [[by('outcome', rate('lingzhi_checkins_total')), '{{outcome}}']],
        },
      ],
    },
    {
      title: 'Services',
      panels: [
        {
          title: 'Usable replicas',
          unit: 'short',
          description: 'As the gateway sees them.',
          queries: [[by('upstream', 'lingzhi_upstream_usable'), '{{upstream}}']],
        },
        {
          title: 'Failures of replicas',
          unit: 'reqps',
          queries: [[by('upstream', rate('lingzhi_upstream_failures_total')), '{{upstream}}']],
        },
        {
          title: 'Requests that failed, by service',
          unit: 'reqps',
          queries: [[by('service', rate(`${requests}_count`, '{status=~"5.."}')), '{{service}}']],
        },
        {
          title: 'Processor',
          unit: 'percentunit',
          description: '1 is a whole core; a process of Node uses little more.',
          queries: [[rate('process_cpu_seconds_total'), '{{service}} {{instance}}']],
        },
        {
          title: 'Memory',
          unit: 'bytes',
          queries: [['process_resident_memory_bytes', '{{service}} {{instance}}']],
        },
        {
          title: 'Delay of the event loop (99 of 100)',
          unit: 's',
          queries: [['nodejs_eventloop_lag_p99_seconds', '{{service}} {{instance}}']],
        },
      ],
    },
    {
      title: 'What they stand on',
      panels: [
        {
          title: 'Reachable',
          unit: 'short',
          description: '1: reachable and taking commands.',
          queries: [
            ['min by (service) (lingzhi_nats_connected)', 'NATS from {{service}}'],
            ['min by (service) (lingzhi_redis_usable)', 'Redis from {{service}}'],
          ],
        },
        {
          title: 'Connections to PostgreSQL',
          unit: 'short',
          queries: [[by('service, state', 'lingzhi_database_connections'), '{{service}} {{state}}']],
        },
        {
          title: 'Waiting for a connection to PostgreSQL',
          unit: 'short',
          queries: [[by('service', 'lingzhi_database_waiting'), '{{service}}']],
        },
      ],
    },
  ],
}

const replies: Dashboard = {
  uid: 'replies',
  title: 'replies and providers',
  rows: [
    {
      title: 'Replies',
      panels: [
        {
          title: 'Replies by outcome',
          unit: 'cps',
          queries: [[by('outcome', rate('lingzhi_replies_total')), '{{outcome}}']],
        },
        {
          title: 'Being generated, and waiting for a place',
          unit: 'short',
          description: 'More wait than run: chat needs more replicas, or GENERATIONS_MAX is too small.',
          queries: [
            ['sum(lingzhi_replies_generating)', 'generated'],
            ['max(lingzhi_replies_queued)', 'waiting'],
          ],
        },
        {
          title: 'From the question to the first text',
          unit: 's',
          queries: [
            [quantile(0.5, 'lingzhi_reply_first_token_seconds', '', 'provider'), 'half, {{provider}}'],
            [quantile(0.95, 'lingzhi_reply_first_token_seconds', '', 'provider'), '95 of 100, {{provider}}'],
          ],
        },
        {
          title: 'Answers from the cache',
          unit: 'cps',
          queries: [[by('result', rate('lingzhi_answer_cache_total')), '{{result}}']],
        },
      ],
    },
    {
      title: 'Providers',
      panels: [
        {
          title: 'Calls by provider and outcome',
          unit: 'cps',
          width: 16,
          queries: [
            [by('provider, outcome', rate('lingzhi_provider_calls_total')), '{{provider}}: {{outcome}}'],
          ],
        },
        {
          title: 'Share of calls that failed',
          unit: 'percentunit',
          queries: [
            [
              `${by('provider', rate('lingzhi_provider_calls_total', '{outcome!~"answered|adapted"}'))} / ${by('provider', rate('lingzhi_provider_calls_total'))}`,
              '{{provider}}',
            ],
          ],
        },
        {
          title: 'Tokens',
          unit: 'cps',
          width: 16,
          description: 'Of complete answers: what the providers bill, in tokens per second.',
          queries: [[by('provider, kind', rate('lingzhi_provider_tokens_total')), '{{provider}} {{kind}}']],
        },
        {
          title: 'Tokens of the last 24 hours',
          unit: 'short',
          single: true,
          queries: [[by('kind', 'increase(lingzhi_provider_tokens_total[24h])'), '{{kind}}']],
        },
      ],
    },
  ],
}

const exportsBoard: Dashboard = {
  uid: 'exports',
  title: 'exports',
  rows: [
    {
      title: 'Background exports',
      panels: [
        {
          title: 'Unfinished',
          unit: 'short',
          queries: [['max by (status) (lingzhi_export_jobs_unfinished)', '{{status}}']],
        },
        {
          title: 'Ended',
          unit: 'cps',
          queries: [[by('outcome', rate('lingzhi_export_jobs_total')), '{{outcome}}']],
        },
        {
          title: 'Messages written',
          unit: 'cps',
          queries: [[`sum(${rate('lingzhi_export_rows_total')})`, 'messages']],
        },
        {
          title: 'Bytes written',
          unit: 'Bps',
          queries: [[`sum(${rate('lingzhi_export_bytes_total')})`, 'bytes']],
        },
        {
          title: 'Requests of export',
          unit: 'reqps',
          queries: [
            [by('route, status', rate(`${requests}_count`, '{service="export"}')), '{{route}} {{status}}'],
          ],
        },
        {
          title: 'Memory of export',
          unit: 'bytes',
          queries: [['process_resident_memory_bytes{service="export"}', '{{instance}}']],
        },
      ],
    },
  ],
}

const facts: Dashboard = {
  uid: 'facts',
  title: 'facts and queues',
  rows: [
    {
      title: 'Facts',
      panels: [
        {
          title: 'Oldest fact that waits',
          unit: 's',
          description: 'Above a minute facts do not reach NATS.',
          queries: [['max by (service) (lingzhi_outbox_wait_seconds)', '{{service}}']],
        },
        {
          title: 'Facts passed on',
          unit: 'cps',
          queries: [[by('service', rate('lingzhi_outbox_relayed_total')), '{{service}}']],
        },
        {
          title: 'Spans of traces',
          unit: 'cps',
          description: 'Lost: the collector does not take them.',
          queries: [[by('outcome', rate('lingzhi_trace_spans_total')), '{{outcome}}']],
        },
      ],
    },
    {
      title: 'Queues',
      panels: [
        {
          title: 'Messages by consumer and outcome',
          unit: 'cps',
          width: 16,
          queries: [[by('consumer, outcome', rate('lingzhi_messages_total')), '{{consumer}}: {{outcome}}']],
        },
        {
          title: 'Delivered again',
          unit: 'cps',
          queries: [[by('consumer', rate('lingzhi_messages_redelivered_total')), '{{consumer}}']],
        },
        {
          title: 'Replies that wait for a place',
          unit: 'short',
          queries: [['max(lingzhi_replies_queued)', 'replies']],
        },
        {
          title: 'Set aside as poison in 24 hours',
          unit: 'short',
          single: true,
          queries: [
            ['sum by (consumer) (increase(lingzhi_messages_total{outcome="poison"}[24h]))', '{{consumer}}'],
          ],
        },
      ],
    },
  ],
}

/** Grafana's dashboards: monitoring/grafana/dashboards/<uid>.json. */
export const dashboards: readonly Dashboard[] = [overview, replies, exportsBoard, facts]
