import type { Role } from '@lingzhi/identity/principal'
import type { ColumnType, Kysely } from 'kysely'

export type Status = 'active' | 'disabled'
export type IdentifierKind = 'username' | 'phone' | 'email'

/** What users publish about themselves; every member is optional. */
export type Profile = Record<string, string>

type Json<T> = ColumnType<T, string, string>

export interface Database {
  users: {
    id: string
    username: string
    phone: string | null
    /** The address that counts for logging in and recovery. */
    email: string | null
    email_confirmed_at: Date | null
    /** An address that counts once its link was opened. */
    pending_email: string | null
    /** argon2id; bcrypt for accounts taken over, until their next login. */
    password_hash: string
    role: Role
    status: Status
    profile: Json<Profile>
    /** Since when a code of an authenticator app is asked for. */
    second_factor_at: Date | null
    created_at: Date
    updated_at: Date
    last_login_at: Date | null
  }
  user_identifiers: { value: string; user_id: string; kind: IdentifierKind }
  sessions: {
    id: string
    user_id: string
    /** Number of the refresh token that is good now. */
    generation: number
    /** When the last generations were spent, oldest first; only as far back as the overlap. */
    spent: Date[]
    device: string
    user_agent: string
    address: string
    created_at: Date
    last_used_at: Date
    expires_at: Date
  }
  api_keys: {
    id: string
    user_id: string
    token_session_id: string
    name: string
    /** The key's first characters, for people to tell their keys apart. */
    hint: string
    key_hash: Buffer
    scopes: string[]
    created_at: Date
    expires_at: Date | null
    last_used_at: Date | null
  }
  signing_keys: {
    id: string
    public_key: Json<Record<string, unknown>>
    private_key: Buffer
    created_at: Date
    activates_at: Date
  }
  password_resets: { token_hash: Buffer; user_id: string; created_at: Date; expires_at: Date }
  email_confirmations: {
    token_hash: Buffer
    user_id: string
    email: string
    created_at: Date
    expires_at: Date
  }
  invitations: {
    id: string
    code_hash: Buffer
    created_by: string | null
    uses_left: number
    created_at: Date
    expires_at: Date
  }
  second_factors: {
    user_id: string
    /** Sealed. */
    secret: Buffer
    /** The newest step of the clock whose code was used; a bigint. */
    last_step: string
    recovery_hashes: Buffer[]
    created_at: Date
  }
  /** Which account came from which of a replaced system; null once it was deleted here. */
  imported_users: { source: string; origin: string; user_id: string | null; imported_at: Date }
  attempts: { key: string; failures: number; last_at: Date; blocked_until: Date | null }
  audit_log: {
    id: string
    at: Date
    action: string
    outcome: 'success' | 'failure'
    actor_id: string | null
    user_id: string | null
    address: string | null
    request_id: string | null
    detail: Json<Record<string, unknown>>
  }
}

export type Db = Kysely<Database>
