import type { Kysely } from 'kysely'

export interface Database {
  checkin_records: {
    id: string
    user_id: string
    /** YYYY-MM-DD in the deployment's time zone. */
    checkin_date: string
    streak: number
    lingzhi_earned: number
    created_at: Date
  }
  /** Append-only. `seq` counts a user's entries from 1. */
  points_ledger: {
    id: string
    user_id: string
    seq: number
    kind: string
    amount: number
    balance: number
    reason: string
    reference: string | null
    created_at: Date
  }
  /** The newest ledger entry of each user, which is also the lock for the next one. */
  points_accounts: { user_id: string; seq: number; balance: number }
}

export type Db = Kysely<Database>
