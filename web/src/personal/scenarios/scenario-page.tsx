import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { paths } from '../../routes.ts'
import { useSession } from '../../session/session.ts'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { DeleteSection } from '../delete-section.tsx'
import { ScenarioEditor } from './scenario-editor.tsx'
import { attachableSkills } from './scenario-parts.queries.ts'
import { ScenarioVersions } from './scenario-versions.tsx'
import type { Scenario } from './scenarios.queries.ts'
import { deleteScenario, scenarioQuery } from './scenarios.queries.ts'
import { useScenariosText } from './scenarios.text.ts'

export function ScenarioPage() {
  const { id } = useParams<{ id: string }>()
  const text = useScenariosText()
  if (id === 'new')
    return (
      <Page title={text.newTitle} lead={<Back />}>
        <ScenarioEditor />
      </Page>
    )
  return <OneScenario key={id} id={id} />
}

function OneScenario({ id }: { id: string }) {
  const text = useScenariosText()
  const { user } = useSession()
  const { data: scenario, error, refetch } = useQuery(scenarioQuery(id))
  const mayChange = scenario && (user?.role === 'admin' || scenario.created_by === user?.id)
  return (
    <Page title={scenario?.name ?? text.title} lead={<Back />}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!scenario && !error && <Skeleton lines={10} />}
      {scenario && !mayChange && <Shown scenario={scenario} />}
      {scenario && mayChange && (
        <>
          {/* A restored version is another form. */}
          <ScenarioEditor key={scenario.version} scenario={scenario} />
          <ScenarioVersions scenario={scenario} />
          <DeleteSection
            text={text}
            name={scenario.name}
            onDelete={() => deleteScenario(scenario.id)}
            back={paths.scenarios()}
          />
        </>
      )}
    </Page>
  )
}

/** For those who may use it and not change it. */
function Shown({ scenario }: { scenario: Scenario }) {
  const text = useScenariosText()
  const { description, system_prompt, meta, skills, allowed_tools } = scenario
  const { data: known } = useQuery({ ...attachableSkills, enabled: skills.length > 0 })
  const attached = known?.filter(({ id }) => skills.includes(id)) ?? []
  return (
    <div className="grid gap-4 text-sm">
      <p className="text-ink-2">{text.readOnly}</p>
      {description && <p className="wrap-anywhere">{description}</p>}
      <Fact name={text.prompt}>{system_prompt || text.noPrompt}</Fact>
      {meta.keywords.length > 0 && <Fact name={text.keywords}>{meta.keywords.join('、')}</Fact>}
      {attached.length > 0 && <Fact name={text.skills}>{attached.map(({ name }) => name).join('\n')}</Fact>}
      {allowed_tools && <Fact name={text.tools}>{allowed_tools.join('\n') || text.noTools}</Fact>}
      {meta.examples.length > 0 && <Fact name={text.examples}>{meta.examples.join('\n')}</Fact>}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div className="grid gap-1">
      <h2 className="font-semibold">{name}</h2>
      <p className="rounded-md border border-line bg-raised px-4 py-3 whitespace-pre-wrap wrap-anywhere">
        {children}
      </p>
    </div>
  )
}

function Back() {
  const text = useScenariosText()
  return (
    <Link href={paths.scenarios()} className="text-brand hover:underline">
      ← {text.back}
    </Link>
  )
}
