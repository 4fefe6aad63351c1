import type { Generated, Kysely, Selectable } from 'kysely'

export interface Database {
  checkin_records: {
    id: string
    user_id: string
    /** YYYY-MM-DD in the deployment's time zone. */
    checkin_date: string
    streak: number
    lingzhi_earned: number
    created_at: Date
    /** Of a replaced system: its points are in the opening entry. */
    imported: Generated<boolean>
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
  /** The newest ledger entry and the streak of each user; this row is the lock for the next of either. */
  points_accounts: {
    user_id: string
    seq: number
    balance: number
    last_checkin: string | null
    /** As of the last check-in; see liveStreak. */
    streak: Generated<number>
    longest_streak: Generated<number>
    checkins: Generated<number>
  }
  /** What is known of users from facts. A row may start with a choice or a new name, before the registration. */
  members: {
    user_id: string
    username: string | null
    /** When the fact happened that carried the name. */
    named_at: Date | null
    registered_at: Date | null
    show_name: Generated<boolean>
  }
  /** SHA-256 of the ids of users erased lately; see forget-user.ts. */
  erasures: { user_digest: Buffer; erased_at: Date }
}

export type Account = Selectable<Database['points_accounts']>

export type Db = Kysely<Database>
