import type { Db } from '../database.ts'
import type { CatalogueTool } from './read-catalogue.ts'
import { offeredName } from './tool-names.ts'
import { enabledServers, stateOfServers } from './tool-servers.queries.ts'

/** A tool that a server has, is allowed to offer, and can. */
export interface AvailableTool extends CatalogueTool {
  serverId: string
  server: string
  tool: string
  /** Under which a model calls it. */
  offered: string
}

export interface Tools {
  /** All tools of all servers in use, as of two seconds ago at most. One look serves all questions of that time. */
  available: () => Promise<readonly AvailableTool[]>
  /** Something was changed here: the next look is a new one. */
  forget: () => void
}

/** So long nobody looks again; a change on another replica is seen by then. */
const freshMs = 2_000

async function readTools(db: Db): Promise<AvailableTool[]> {
  const servers = await enabledServers(db)
  return servers.flatMap(({ id: serverId, name: server, allow, catalogue }) =>
    catalogue
      .filter(({ unusable, name }) => unusable === null && allow.includes(name))
      .map((tool) => ({
        ...tool,
        serverId,
        server,
        tool: tool.name,
        offered: offeredName(server, tool.name),
      })),
  )
}

/** Keeps the list of tools in this process, since every question looks at it. */
export function openTools(db: Db): Tools {
  let known: { tools: readonly AvailableTool[]; state: string; at: number } | undefined
  let looking: Promise<readonly AvailableTool[]> | undefined
  let changes = 0

  const read = async () => {
    const before = { known, changes }
    const state = await stateOfServers(db)
    // What servers offer may be long: it is read again after a change only.
    const tools = before.known?.state === state ? before.known.tools : await readTools(db)
    if (before.changes === changes) known = { tools, state, at: performance.now() }
    return tools
  }
  const look = () => {
    if (looking) return looking
    const reading = read().finally(() => {
      if (looking === reading) looking = undefined
    })
    looking = reading
    return reading
  }

  return {
    available: async () => (known && performance.now() - known.at < freshMs ? known.tools : look()),
    forget: () => {
      changes += 1
      known = undefined
      looking = undefined
    },
  }
}
