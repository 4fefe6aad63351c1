import { InvalidToken, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { setShowName } from '../members/members.queries.ts'

const Consent = Type.Object({ show_name: Type.Boolean() }, { title: 'NameConsent' })

export function chooseNameShown(app: App, { db }: Pick<Deps, 'db'>) {
  app.put(
    '/api/checkin/leaderboard/consent',
    {
      onRequest: requireUser,
      schema: {
        tags: ['check-in'],
        summary: 'Choose whether the leaderboard shows your name',
        description: 'Names are hidden until their owner agrees; the choice takes effect at once.',
        body: Consent,
        response: {
          200: success(Consent),
          ...problems(ValidationFailed, ...userProblems),
        },
      },
    },
    async (request) => {
      const { show_name } = request.body
      // Not stored: the user is being deleted, and the token outlived them.
      if (!(await setShowName(db, principalOf(request).userId, show_name))) throw InvalidToken()
      return { success: true as const, data: { show_name } }
    },
  )
}
