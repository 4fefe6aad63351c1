import { hkdfSync } from 'node:crypto'
import { problem } from '@lingzhi/contracts/problem'
import { seal, unseal } from '@lingzhi/runtime/seal'

export const ToolsSecretMissing = problem('TOOLS_SECRET_MISSING', 409, {
  zh: '部署没有设置 TOOLS_SECRET，或它已更改，不能保存或读取工具服务器的请求头',
  en: 'The deployment has no TOOLS_SECRET, or another one than before, so headers of tool servers cannot be kept or read.',
  check: 'That TOOLS_SECRET is set, the same on every replica; after a change set the headers again.',
})

const keyOf = (secret: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', 'lingzhi chat headers of tool servers', 32))

/** Headers as they are stored, bound to their server; null for none. Raises TOOLS_SECRET_MISSING. */
export function sealHeaders(
  secret: string,
  serverId: string,
  headers: Record<string, string>,
): Buffer | null {
  if (Object.keys(headers).length === 0) return null
  if (secret === '') throw ToolsSecretMissing()
  return seal(keyOf(secret), Buffer.from(JSON.stringify(headers)), serverId)
}

/** Raises TOOLS_SECRET_MISSING when they were sealed under another secret. */
export function openHeaders(
  secret: string,
  { id, headers }: { id: string; headers: Buffer | null },
): Record<string, string> {
  if (headers === null) return {}
  try {
    return JSON.parse(unseal(keyOf(secret), headers, id).toString()) as Record<string, string>
  } catch (cause) {
    throw ToolsSecretMissing({ cause })
  }
}
