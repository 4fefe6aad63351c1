import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import type { Serving } from '@lingzhi/bus/request'
import { serve } from '@lingzhi/bus/request'
import { AccountStanding, ApiKeyExchange, PublicKeys } from '@lingzhi/contracts/auth'
import { AgentChanged, ToolServerChanged } from '@lingzhi/contracts/chat'
import { AllUsersExportRequested, ImportForUserRequested } from '@lingzhi/contracts/export'
import { standingOf } from './accounts/standing.ts'
import { exchangeApiKey } from './api-keys/exchange-api-key.ts'
import {
  noteAgentChange,
  noteAllUsersExport,
  noteImportForUser,
  noteToolServerChange,
} from './audit/note-facts.ts'
import type { Deps } from './deps.ts'
import { readPublicKeys } from './tokens/signing-keys.queries.ts'

/** The requests of other services that auth serves over the bus. */
export function serveRequests(deps: Deps): Serving[] {
  return [
    serve(deps.bus, PublicKeys, () => readPublicKeys(deps.db)),
    serve(deps.bus, ApiKeyExchange, ({ key }) => exchangeApiKey(deps, key)),
    serve(deps.bus, AccountStanding, ({ user_id }) => standingOf(deps.db, user_id)),
  ]
}

/** The facts of other services that auth acts upon: the audit log is here. */
export async function listenForFacts({ bus, db }: Pick<Deps, 'bus' | 'db'>): Promise<Consumption[]> {
  return [
    await listen(bus, AllUsersExportRequested, 'auth', (fact) => noteAllUsersExport(db, fact)),
    await listen(bus, ImportForUserRequested, 'auth', (fact) => noteImportForUser(db, fact)),
    await listen(bus, AgentChanged, 'auth', (fact) => noteAgentChange(db, fact)),
    await listen(bus, ToolServerChanged, 'auth', (fact) => noteToolServerChange(db, fact)),
  ]
}
