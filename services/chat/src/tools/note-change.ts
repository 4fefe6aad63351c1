import { recordFact } from '@lingzhi/bus/outbox'
import { ToolServerChanged } from '@lingzhi/contracts/chat'
import { clientAddressOf } from '@lingzhi/http/client-address'
import { principalOf } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import type { Db } from '../database.ts'

type Change = Static<typeof ToolServerChanged.data>['change']

/** Tells auth's audit log, in the change's transaction, what an administrator did to a server of tools. */
export const noteServerChange = (trx: Db, request: FastifyRequest, server_id: string, change: Change) =>
  recordFact(
    trx,
    ToolServerChanged,
    { server_id, change, user_id: principalOf(request).userId, address: clientAddressOf(request) },
    request.id,
  )
