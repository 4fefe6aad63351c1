import { Type } from 'typebox'

const addressRule = {
  zh: '必须是 http 或 https 地址，例如 http://collector:4318',
  en: 'must be an http or https address, such as http://collector:4318',
}
const pairsRule = {
  zh: '必须是以逗号分隔的“名称=值”，值中的特殊字符按 URL 编码',
  en: 'must be name=value pairs, comma-separated, with special characters of values URL-encoded',
}
const pairs = '^\\s*[^=,\\s]+\\s*=[^,]*(,\\s*[^=,\\s]+\\s*=[^,]*)*$'

/**
 * Where the traces of a process go; part of every service's configuration schema. Names, meanings and defaults are those of the
 * OpenTelemetry specification ("Environment Variable Specification" and "OpenTelemetry Protocol Exporter").
 */
export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({
      pattern: '^https?://',
      rule: addressRule,
      description:
        'OpenTelemetry collector that gets the traces over OTLP/HTTP, at /v1/traces below this address; not set: no traces are made.',
    }),
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: Type.Optional(
    Type.String({
      pattern: '^https?://',
      rule: addressRule,
      description: 'The same with the whole path, for collectors that differ; wins over the other.',
    }),
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: Type.Enum(['http/protobuf', 'http/json'], {
    default: 'http/protobuf',
    description: 'How traces are written.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: Type.Optional(
    Type.String({
      pattern: pairs,
      rule: pairsRule,
      secret: true,
      description:
        'Headers for the collector, such as its key: name=value pairs, comma-separated, values URL-encoded.',
    }),
  ),
  OTEL_EXPORTER_OTLP_TIMEOUT: Type.Integer({
    minimum: 1,
    default: 10_000,
    description: 'Longest wait for the collector, in milliseconds; what it has not taken by then is lost.',
  }),
  OTEL_TRACES_SAMPLER: Type.Enum(
    [
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ],
    {
      default: 'parentbased_always_on',
      description: 'Which traces are recorded; those that begin with parentbased_ follow the caller.',
    },
  ),
  OTEL_TRACES_SAMPLER_ARG: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 1,
    description: 'The share of traces that the samplers with a ratio record.',
  }),
  OTEL_RESOURCE_ATTRIBUTES: Type.Optional(
    Type.String({
      pattern: pairs,
      rule: pairsRule,
      description:
        'What every span says of its process, such as deployment.environment.name=production: name=value pairs, comma-separated.',
    }),
  ),
  OTEL_BSP_MAX_QUEUE_SIZE: Type.Integer({
    minimum: 1,
    maximum: 100_000,
    default: 2_048,
    description: 'Spans that wait for the collector at most; more are dropped, and no request ever waits.',
  }),
  OTEL_BSP_SCHEDULE_DELAY: Type.Integer({
    minimum: 1,
    default: 5_000,
    description: 'Milliseconds after which spans are sent, sooner when 512 wait.',
  }),
  OTEL_SDK_DISABLED: Type.Boolean({
    default: false,
    description: 'Makes no traces, wherever they would go.',
  }),
}

export interface TracingSettings {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' | 'http/json'
  OTEL_EXPORTER_OTLP_HEADERS?: string
  OTEL_EXPORTER_OTLP_TIMEOUT: number
  OTEL_TRACES_SAMPLER:
    | 'always_on'
    | 'always_off'
    | 'traceidratio'
    | 'parentbased_always_on'
    | 'parentbased_always_off'
    | 'parentbased_traceidratio'
  OTEL_TRACES_SAMPLER_ARG: number
  OTEL_RESOURCE_ATTRIBUTES?: string
  OTEL_BSP_MAX_QUEUE_SIZE: number
  OTEL_BSP_SCHEDULE_DELAY: number
  OTEL_SDK_DISABLED: boolean
}
