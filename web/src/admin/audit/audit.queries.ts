import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { cursorPages } from '../cursor-pages.ts'

export type AuditEntry = components['schemas']['AuditEntry']

/** Who did what, newest first. */
export const auditQuery = (filters: { user_id?: string; action?: string }) =>
  infiniteQueryOptions({
    ...cursorPages,
    queryKey: ['admin', 'audit', filters],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await api.get('/api/admin/audit', { params: { query: { ...filters, cursor } }, signal })).data,
  })
