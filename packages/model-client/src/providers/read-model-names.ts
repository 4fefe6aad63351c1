import type { Dispatcher } from 'undici'
import { request } from 'undici'
import { readRefusal } from '../failures/read-refusal.ts'
import { PooledResponse } from './pooled-fetch.ts'

interface Way {
  dispatcher: Dispatcher
  headers: Record<string, string>
  signal: AbortSignal
}

/**
 * The names in a list of models (GET /models), undefined when what came is no such list. Raises a ProviderRefusal for a status
 * of 300 or more.
 */
export async function readModelNames(url: string, way: Way): Promise<string[] | undefined> {
  const response = new PooledResponse(await request(url, { ...way, method: 'GET' }))
  const text = await response.readText()
  if (!response.ok) throw readRefusal(text, response.status, response.headers)
  try {
    const body: unknown = JSON.parse(text)
    const list: unknown = Array.isArray(body) ? body : (body as { data?: unknown } | null)?.data
    if (!Array.isArray(list)) return undefined
    return list.map((model) => model?.id ?? model?.name).filter((name) => typeof name === 'string')
  } catch {
    return undefined
  }
}
