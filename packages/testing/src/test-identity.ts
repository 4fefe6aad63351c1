import { randomUUID } from 'node:crypto'
import type { Bus } from '@lingzhi/bus/open-bus'
import { serve } from '@lingzhi/bus/request'
import { AccountStanding, PublicKeys } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import type { Role } from '@lingzhi/identity/principal'
import { ticketAudience, tokenAlgorithm, tokenAudience, tokenIssuer } from '@lingzhi/identity/principal'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Test } from './test-servers.ts'

export interface TestUser {
  id: string
  sessionId: string
  token: string
  /** A ticket for one path. */
  ticket: (path: string) => Promise<string>
  headers: { authorization: string }
}

interface Account {
  status: 'active' | 'disabled'
  role: Role
  email: string | null
}

/** Takes auth's place on the bus: serves the public keys, and signs tokens for invented users. */
export async function testIdentity(t: Test, bus: Bus) {
  const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm)
  const kid = randomUUID()
  const keys = [{ ...(await exportJWK(publicKey)), kid, alg: tokenAlgorithm, use: 'sig' }]
  const serving = serve(bus, PublicKeys, async () => ({ keys }))
  const accounts = new Map<string, Account>()
  const standing = serve(bus, AccountStanding, async ({ user_id }) => ({
    account: accounts.get(user_id) ?? null,
  }))
  t.teardown(() => serving.close())
  t.teardown(() => standing.close())

  return {
    /** What auth tells of the users; to be changed and deleted by tests. */
    accounts,
    /** With `scopes` the token is what an API key is exchanged for. */
    async user({
      role = 'user' as Role,
      id = newId(),
      expiresIn = '15m',
      scopes = undefined as string[] | undefined,
    } = {}): Promise<TestUser> {
      const sessionId = newId()
      accounts.set(id, { status: 'active', role, email: 'someone@example.com' })
      const sign = (claims: object, audience: string) =>
        new SignJWT({ sid: sessionId, role, ...claims })
          .setProtectedHeader({ alg: tokenAlgorithm, kid })
          .setSubject(id)
          .setIssuer(tokenIssuer)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime(expiresIn)
          .sign(privateKey)
      const token = await sign(scopes ? { scope: scopes.join(' ') } : {}, tokenAudience)
      const ticket = (path: string) => sign({ path }, ticketAudience)
      return { id, sessionId, token, ticket, headers: { authorization: `Bearer ${token}` } }
    },
  }
}
