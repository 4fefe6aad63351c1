import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
export type ToolServer = Schemas['ToolServer']
export type ServerTool = Schemas['ServerTool']

const queryKey = ['admin', 'tool-servers'] as const

export const toolServersQuery = () =>
  queryOptions({
    queryKey,
    queryFn: async ({ signal }) => (await api.get('/api/admin/tool-servers', { signal })).data.servers,
  })

/** Names a server and looks at it at once: nothing of it reaches a model before tools are allowed. */
export async function addServer(body: Schemas['NewToolServer']): Promise<ToolServer> {
  const { data } = await api.post('/api/admin/tool-servers', { body })
  return await checkServer(data.id)
}

export async function checkServer(id: string): Promise<ToolServer> {
  const { data } = await api.post('/api/admin/tool-servers/{id}/check', { params: { path: { id } } })
  void cached.invalidateQueries({ queryKey })
  return data
}

export async function changeServer(id: string, body: Schemas['ToolServerChange']): Promise<void> {
  await api.put('/api/admin/tool-servers/{id}', { params: { path: { id } }, body })
  void cached.invalidateQueries({ queryKey })
}

export async function removeServer(id: string): Promise<void> {
  await api.delete('/api/admin/tool-servers/{id}', { params: { path: { id } } })
  void cached.invalidateQueries({ queryKey })
}
