import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
export type Skill = Schemas['Skill']

const nextOf = ({ next_cursor }: { next_cursor: string | null }) => next_cursor ?? undefined

/** All that this person may see: their own and published ones. */
export const skillsQuery = infiniteQueryOptions({
  queryKey: ['skills', 'list'],
  queryFn: async ({ pageParam, signal }) =>
    (
      await api.get('/api/v1/platform/skills', {
        params: { query: { limit: 50, cursor: pageParam } },
        signal,
      })
    ).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: nextOf,
})

export const skillQuery = (id: string) =>
  queryOptions({
    queryKey: ['skills', 'one', id],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/platform/skills/{id}', { params: { path: { id } }, signal })).data,
  })

export const skillVersionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['skills', 'versions', id],
    queryFn: async ({ pageParam, signal }) =>
      (
        await api.get('/api/v1/platform/skills/{id}/versions', {
          params: { path: { id }, query: { limit: 20, cursor: pageParam } },
          signal,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextOf,
  })

async function changed(skill: Skill): Promise<Skill> {
  // First, so that a page never shows the new version's number over the old one's text.
  cached.setQueryData(skillQuery(skill.id).queryKey, skill)
  await cached.invalidateQueries({ queryKey: ['skills'] })
  return skill
}

export const createSkill = async (body: Schemas['NewSkill']): Promise<Skill> =>
  changed((await api.post('/api/v1/platform/skills', { body })).data)

export const changeSkill = async (id: string, body: Schemas['SkillChange']): Promise<Skill> =>
  changed((await api.put('/api/v1/platform/skills/{id}', { params: { path: { id } }, body })).data)

export const switchSkill = async (id: string, enabled: boolean): Promise<Skill> =>
  changed(
    (
      await api.put('/api/v1/platform/skills/{id}/enabled', {
        params: { path: { id } },
        body: { enabled },
      })
    ).data,
  )

export const restoreSkill = async (id: string, version: number): Promise<Skill> =>
  changed(
    (
      await api.post('/api/v1/platform/skills/{id}/versions/{version}/restore', {
        params: { path: { id, version: String(version) } },
      })
    ).data,
  )

export async function deleteSkill(id: string): Promise<void> {
  await api.delete('/api/v1/platform/skills/{id}', { params: { path: { id } } })
  // All lists; what its own page shows is not asked for again.
  await cached.invalidateQueries({
    predicate: ({ queryKey: [room, what] }) => room === 'skills' && what !== 'one' && what !== 'versions',
  })
}

/** A SKILL.md or an archive; what it is, the server tells from what it holds. */
export async function importSkill(file: File): Promise<Skill> {
  // The API's document describes no body for a file that is told by what it holds.
  const init = {
    body: file,
    bodySerializer: (bytes: File) => bytes,
    headers: { 'content-type': 'application/octet-stream' },
  }
  const answer: { data: Skill } = await api.post('/api/v1/platform/skills/import', init as object)
  return changed(answer.data)
}

/** The file as it came, byte for byte. */
export const exportSkill = async (id: string): Promise<Blob> =>
  (await api.get('/api/v1/platform/skills/{id}/export', {
    params: { path: { id } },
    parseAs: 'blob',
  } as never)) as unknown as Blob
