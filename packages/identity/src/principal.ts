export type Role = 'user' | 'admin'

/** Who a request acts for, from its verified access token. */
export interface Principal {
  readonly userId: string
  readonly sessionId: string
  readonly role: Role
  /** What an API key may do; null for a signed-in session, which may do everything its role may. */
  readonly scopes: readonly string[] | null
}

/** Whether this is an administrator, signed in: an API key of theirs is an ordinary user's, whatever its scopes. */
export const isAdmin = ({ role, scopes }: Principal): boolean => role === 'admin' && scopes === null

/** Issuer and audience of every access token: a token of another system is refused. */
export const tokenIssuer = 'lingzhi'
export const tokenAudience = 'lingzhi'
/** Audience of a ticket: no service takes it for an access token. */
export const ticketAudience = 'lingzhi:stream'
export const tokenAlgorithm = 'EdDSA'
