import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { faultBelow } from '../fault-below.ts'
import { useFirstFault } from '../use-first-fault.ts'
import type { AdminAgent, AgentFilters } from './agents.queries.ts'
import { FiltersChangedMeanwhile, filtersQuery, saveFilters } from './agents.queries.ts'
import { useAgentsText } from './agents.text.ts'
import type { RuleForm } from './filter-draft.ts'
import { isSameRules, keepFilterDraft, newRule, readFilterDraft, toRule, toRuleForm } from './filter-draft.ts'
import { useFiltersText } from './filters.text.ts'
import { RuleFields } from './rule-fields.tsx'

export function FiltersEditor({ agent }: { agent: AdminAgent }) {
  const text = useFiltersText()
  const { filters: title } = useAgentsText()
  const { data, error, refetch } = useQuery(filtersQuery(agent.id))
  return (
    <Section
      title={title}
      lead={text.lead}
      actions={
        <Link
          href={`${paths.adminFilters()}?agent_id=${agent.id}`}
          className="text-sm text-brand hover:underline"
        >
          {text.hits}
        </Link>
      }
    >
      <ProblemNote error={data ? null : error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={5} />}
      {data && <Rules agentId={agent.id} saved={data} />}
    </Section>
  )
}

function Rules({ agentId, saved }: { agentId: number; saved: AgentFilters }) {
  const text = useFiltersText()
  const [draft, setDraft] = useState(() => readFilterDraft(agentId))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { form: ref, atField } = useFirstFault(error)
  const rules = draft?.rules ?? saved.rules.map(toRuleForm)
  const conflict = draft !== undefined && draft.version !== saved.version

  function set(next: typeof draft) {
    keepFilterDraft(agentId, next)
    setDraft(next)
  }
  function change(next: RuleForm[]) {
    const version = draft?.version ?? saved.version
    const same = version === saved.version && isSameRules(next.map(toRule), saved.rules)
    // What is typed stays as it is typed, even where it means what is saved.
    setDraft(same && next.length === 0 ? undefined : { version, rules: next })
    keepFilterDraft(agentId, same ? undefined : { version, rules: next })
  }
  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await saveFilters(agentId, draft?.version ?? saved.version, rules.map(toRule))
      set(undefined)
      toast(text.saved)
    } catch (refusal) {
      if (!(refusal instanceof FiltersChangedMeanwhile)) setError(refusal)
    }
    setBusy(false)
  }
  const unsaved = draft !== undefined && (conflict || !isSameRules(rules.map(toRule), saved.rules))
  return (
    <form ref={ref} noValidate className="grid grid-cols-1 gap-4" onSubmit={save}>
      {conflict && (
        <div role="alert" className="grid gap-3 rounded-md border border-warn bg-raised p-4 text-sm">
          <p>
            <strong>{text.conflict}</strong> {text.conflictWhat}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => set(undefined)}>{text.takeTheirs}</Button>
            <Button onClick={() => set({ version: saved.version, rules })}>{text.keepMine}</Button>
          </div>
        </div>
      )}
      {rules.length === 0 && <EmptyState title={text.none}>{text.noneHow}</EmptyState>}
      {rules.map((rule, at) => (
        <RuleFields
          key={at}
          number={at + 1}
          rule={rule}
          fault={(member) => faultBelow(error, `rules.${at}.${member}`)}
          onChange={(next) => change(rules.with(at, next))}
          onRemove={() => change(rules.toSpliced(at, 1))}
        />
      ))}
      <div>
        <Button icon={<Plus size={16} />} onClick={() => change([...rules, newRule])}>
          {text.add}
        </Button>
      </div>
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-paper px-4 py-3">
        <p role="status" className="min-w-0 flex-1 basis-56 text-xs text-ink-2">
          {unsaved ? text.unsaved : text.version(saved.version)}
        </p>
        <div className="flex flex-wrap gap-2">
          {unsaved && <Button onClick={() => set(undefined)}>{text.discard}</Button>}
          <Button kind="primary" type="submit" busy={busy} disabled={!unsaved || conflict}>
            {text.save}
          </Button>
        </div>
        {!atField && (
          <div className="w-full empty:hidden">
            <ProblemNote error={error} />
          </div>
        )}
      </div>
    </form>
  )
}
