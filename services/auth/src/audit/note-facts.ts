import type { AgentChanged, ToolServerChanged } from '@lingzhi/contracts/chat'
import type { AllUsersExportRequested, ImportForUserRequested } from '@lingzhi/contracts/export'
import type { FactEnvelope } from '@lingzhi/contracts/fact'
import type { Static } from 'typebox'
import type { Db } from '../database.ts'
import { recordAudit } from './record-audit.ts'

/** Records that an administrator exports every user's conversations. Idempotent: the entry has the fact's id. */
export async function noteAllUsersExport(
  db: Db,
  { id, at, correlation_id, data }: FactEnvelope<Static<typeof AllUsersExportRequested.data>>,
): Promise<void> {
  const entry = {
    id,
    action: 'export.all_users',
    actorId: data.user_id,
    userId: null,
    caller: { address: data.address ?? null, requestId: correlation_id },
    detail: { job_id: data.job_id },
  }
  await recordAudit(db, entry, new Date(at))
}

/** Records that an administrator imports a file into a user's account. Idempotent in the same way. */
export async function noteImportForUser(
  db: Db,
  { id, at, correlation_id, data }: FactEnvelope<Static<typeof ImportForUserRequested.data>>,
): Promise<void> {
  const entry = {
    id,
    action: 'import.for_user',
    actorId: data.user_id,
    userId: data.for_user_id,
    caller: { address: data.address ?? null, requestId: correlation_id },
    detail: { job_id: data.job_id },
  }
  await recordAudit(db, entry, new Date(at))
}

/** Records what an administrator did to an agent or its filters. Idempotent in the same way. */
export async function noteAgentChange(
  db: Db,
  { id, at, correlation_id, data }: FactEnvelope<Static<typeof AgentChanged.data>>,
): Promise<void> {
  const entry = {
    id,
    action: `agent.${data.change}`,
    actorId: data.user_id,
    userId: null,
    caller: { address: data.address, requestId: correlation_id },
    detail: { agent_id: data.agent_id },
  }
  await recordAudit(db, entry, new Date(at))
}

/** Records what an administrator did to a server of tools. Idempotent in the same way. */
export async function noteToolServerChange(
  db: Db,
  { id, at, correlation_id, data }: FactEnvelope<Static<typeof ToolServerChanged.data>>,
): Promise<void> {
  const entry = {
    id,
    action: `tool_server.${data.change}`,
    actorId: data.user_id,
    userId: null,
    caller: { address: data.address, requestId: correlation_id },
    detail: { server_id: data.server_id },
  }
  await recordAudit(db, entry, new Date(at))
}
