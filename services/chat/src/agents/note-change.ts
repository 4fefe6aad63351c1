import { recordFact } from '@lingzhi/bus/outbox'
import { AgentChanged } from '@lingzhi/contracts/chat'
import { clientAddressOf } from '@lingzhi/http/client-address'
import { principalOf } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import type { Db } from '../database.ts'

type Change = Static<typeof AgentChanged.data>['change']

/** Tells auth's audit log, in the change's transaction, what an administrator did to an agent. */
export const noteChange = (trx: Db, request: FastifyRequest, agent_id: number, change: Change) =>
  recordFact(
    trx,
    AgentChanged,
    { agent_id, change, user_id: principalOf(request).userId, address: clientAddressOf(request) },
    request.id,
  )
