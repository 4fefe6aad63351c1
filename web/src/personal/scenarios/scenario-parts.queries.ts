import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { allPages } from '../../api/all-pages.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']

/** The skills that a person may see, and so attach. */
export const attachableSkills = queryOptions({
  queryKey: ['skills', 'attachable'],
  queryFn: ({ signal }) =>
    allPages<Schemas['Skill']>(async (cursor) => {
      const { data } = await api.get('/api/v1/platform/skills', {
        params: { query: { limit: 100, cursor } },
        signal,
      })
      return { page: data.skills, next_cursor: data.next_cursor }
    }),
})

/** The tools of servers: those of the platform itself are not taken away. */
export const serverTools = queryOptions({
  queryKey: ['tools', 'of servers'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/platform/tools', { params: { query: { tool_type: 'mcp' } }, signal })).data.tools,
})
