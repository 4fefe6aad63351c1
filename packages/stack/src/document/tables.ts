import { serviceNames, services, upstreamNames, withDatabase } from '@lingzhi/contracts/services'

/** README.md: the diagram and the table of the services. */
export function serviceMap(): string {
  const redis = serviceNames.filter((name) => services[name].redis)
  const rows = serviceNames.map((name) => [`[${name}](services/${name}/README.md)`, services[name].owns])
  return `\`\`\`mermaid
flowchart LR
  client([front ends, scripts, OpenAI clients]) -->|HTTP, SSE| gateway
  gateway --> ${upstreamNames.join(' & ')}
  ${upstreamNames.join(' & ')} <-.->|facts, requests, work| nats[(NATS)]
  ${redis.join(' & ')} --> redis[(Redis)]
  ${withDatabase.join(' & ')} --> pg[(PostgreSQL, a database each)]
  chat --> model([model provider])
\`\`\`

${table([['service', 'owns'], ...rows])}`
}

/** docs/architecture.md: why each of them is a service. */
export function serviceReasons(): string {
  const rows = serviceNames.map((name) => [name, services[name].owns, services[name].because])
  return table([['service', 'owns', 'scales or fails alone because'], ...rows])
}

/** A table in Markdown, its columns aligned; the first row is the head. */
export function table([head = [], ...rows]: string[][]): string {
  const widths = head.map((_, n) => Math.max(...[head, ...rows].map((row) => row[n]!.length)))
  const line = (cells: string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
