import { createHash } from 'node:crypto'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import { prepareFilter } from '@lingzhi/text-filters/prepare-filters'
import { LRUCache } from 'lru-cache'
import type { Agent } from '../agents/agents.queries.ts'
import type { Db } from '../database.ts'
import { findFilters } from './filters.queries.ts'
import type { FilterSettings } from './settings.ts'
import { deploymentRules } from './settings.ts'

export interface AgentFilters {
  /** Changes with the rules, so that answers cached under other rules are not reused. */
  version: string
  /** Undefined: no rule applies. */
  input: PreparedFilter | undefined
  output: PreparedFilter | undefined
}

export interface Filters {
  /** The rules that apply to an agent now: the deployment's and its own. Queries the database only after a change. */
  of: (agent: Pick<Agent, 'id' | 'filters_version'>) => Promise<AgentFilters>
}

/** How many agents' rules stay prepared; 10,000 words take some megabytes. */
const keptMax = 50

export function openFilters(db: Db, config: FilterSettings): Filters {
  const shared = deploymentRules(config)
  const fingerprint = createHash('sha256').update(JSON.stringify(shared)).digest('base64url').slice(0, 12)
  const kept = new LRUCache<number, { version: number; filters: Promise<AgentFilters> }>({ max: keptMax })

  const prepare = (rules: typeof shared, version: number): AgentFilters => ({
    version: `${fingerprint}/${version}`,
    input: prepareFilter(rules, 'input'),
    output: prepareFilter(rules, 'output'),
  })
  const unchanged = Promise.resolve(prepare(shared, 0))

  const load = async (agentId: number, version: number) => {
    const found = await findFilters(db, agentId)
    return prepare([...shared, ...(found?.rules ?? [])], version)
  }

  return {
    of: ({ id, filters_version: version }) => {
      if (version === 0) return unchanged
      const known = kept.get(id)
      if (known?.version === version) return known.filters
      const filters = load(id, version)
      kept.set(id, { version, filters })
      filters.catch(() => {
        if (kept.peek(id)?.filters === filters) kept.delete(id)
      })
      return filters
    },
  }
}
