export interface TokenFacts {
  userId: string
  role: string
  /** From the server's clock alone: the clock of this device may be wrong. */
  lifeMs: number
}

/** What an access token says about itself; null for one that is none. Nothing is verified: the server does that. */
export function readToken(token: string | undefined): TokenFacts | null {
  try {
    const claims = JSON.parse(atob(token!.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')))
    const { sub, role, exp, iat } = claims as { sub: string; role: string; exp: number; iat: number }
    return { userId: sub, role, lifeMs: (exp - iat) * 1_000 }
  } catch {
    return null
  }
}
