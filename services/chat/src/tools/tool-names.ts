import { createHash } from 'node:crypto'

/** As long as providers take the name of a function. */
const nameMax = 64
const between = '__'

/** What the names of servers are made of, so that a model can call their tools by them. */
export const serverName = '^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$'

/**
 * The name under which a model is offered a server's tool, of letters, digits, `_` and `-` only, as providers demand. Different tools have
 * different names: what another spelling would make equal is told apart by a digest.
 */
export function offeredName(server: string, tool: string): string {
  const plain = tool.replace(/[^A-Za-z0-9_-]/g, '_')
  const name = `${server}${between}${plain}`
  if (plain === tool && name.length <= nameMax) return name
  const digest = createHash('sha256').update(tool).digest('hex').slice(0, 8)
  return `${name.slice(0, nameMax - digest.length - 1)}_${digest}`
}

/** Whether one of the names in a list stands for this tool: its own, the one it is offered under, or `server__*` for all of a server. */
export const isAmong = (
  list: readonly string[],
  tool: { server: string; tool: string; name: string },
): boolean =>
  list.some((one) => one === tool.name || one === tool.tool || one === `${tool.server}${between}*`)
