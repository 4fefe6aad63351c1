import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, withoutNul } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import type { FilterRule } from '@lingzhi/text-filters/filter-rules'
import { FilterRules, wordsMax } from '@lingzhi/text-filters/filter-rules'
import { foldText } from '@lingzhi/text-filters/fold'
import { Type } from 'typebox'
import { AgentNotFound, toAgentId } from '../agents/list-agents.ts'
import { AgentParams } from '../agents/manage-agents.ts'
import { noteChange } from '../agents/note-change.ts'
import type { Deps } from '../deps.ts'
import { findFilters, saveFilters } from './filters.queries.ts'

/** Enough for the longest word list. */
const bodyMaxBytes = 8_388_608

const AgentFilters = Type.Object(
  {
    rules: FilterRules,
    version: Type.Integer({ description: '0: no filters were ever set.' }),
    changed_by: Nullable(Type.String()),
    changed_at: Nullable(instant),
  },
  { title: 'AgentFilters' },
)

/** The rules for an agent's questions and answers, in addition to the deployment's. */
export function manageFilters(app: App, { db, outbox, now }: Pick<Deps, 'db' | 'outbox' | 'now'>) {
  const shared = {
    tags: ['agents'],
    params: AgentParams,
    response: { 200: success(AgentFilters), ...problems(...adminProblems, ValidationFailed, AgentNotFound) },
  }

  app.get(
    '/api/admin/agents/:id/filters',
    { onRequest: requireAdmin, schema: { ...shared, summary: 'Show an agent’s filters' } },
    async (request) => show(toAgentId(request.params.id)),
  )

  app.put(
    '/api/admin/agents/:id/filters',
    {
      onRequest: requireAdmin,
      bodyLimit: bodyMaxBytes,
      schema: {
        ...shared,
        summary: 'Set an agent’s filters',
        description: 'Replaces all of them; they apply from the next question on, on every replica.',
        body: Type.Object({ rules: FilterRules }),
      },
    },
    async (request) => {
      const id = toAgentId(request.params.id)
      const rules = request.body.rules.map(clean)
      assertUsable(rules)
      const changedBy = principalOf(request).userId
      await transact(db, async (trx) => {
        if (!(await saveFilters(trx, id, { rules, changedBy, at: now() }))) throw AgentNotFound()
        await noteChange(trx, request, id, 'filters')
      })
      outbox.wake()
      return show(id)
    },
  )

  const show = async (id: number) => {
    const found = await findFilters(db, id)
    if (!found) throw AgentNotFound()
    const { rules, version, changed_by, changed_at } = found
    const changed = { changed_by, changed_at: changed_at?.toISOString() ?? null }
    return { success: true as const, data: { rules: rules ?? [], version, ...changed } }
  }
}

const clean = (rule: FilterRule): FilterRule => ({
  ...rule,
  name: withoutNul(rule.name),
  words: rule.words.map(withoutNul),
})

/** Raises VALIDATION_FAILED for repeated names, words that fold to nothing, and too many words in all. */
function assertUsable(rules: readonly FilterRule[]) {
  const names = new Set<string>()
  let words = 0
  for (const [index, rule] of rules.entries()) {
    const refuse = (member: string, message: Texts) => {
      throw ValidationFailed({ errors: [{ path: `rules.${index}.${member}`, message }] })
    }
    if (names.has(rule.name)) refuse('name', { zh: '不能重复', en: 'is the name of another rule too' })
    names.add(rule.name)
    words += rule.words.length
    if (words > wordsMax)
      refuse('words', {
        zh: `所有规则合计不能超过 ${wordsMax} 个`,
        en: `has more than ${wordsMax} words in all rules together`,
      })
    const empty = rule.words.findIndex((word) => foldText(word).trim() === '')
    if (empty >= 0) refuse(`words.${empty}`, { zh: '必须包含可见字符', en: 'has no visible character' })
  }
}
