import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { Badge } from '../../ui/badge.tsx'
import { usePersonalText } from '../personal.text.ts'
import type { Scenario } from './scenarios.queries.ts'
import { useScenariosText } from './scenarios.text.ts'

export function ScenarioRow({ scenario, pinned }: { scenario: Scenario; pinned: boolean }) {
  return (
    <li className="grid gap-1 border-b border-line py-3 first:pt-0 last:border-0">
      <div className="flex flex-wrap items-center gap-2">
        <Link
          href={paths.scenario(scenario.id)}
          className="font-semibold wrap-anywhere text-brand hover:underline"
        >
          {scenario.name}
        </Link>
        <ScenarioBadges scenario={scenario} pinned={pinned} />
      </div>
      {scenario.description && <p className="text-sm wrap-anywhere text-ink-2">{scenario.description}</p>}
    </li>
  )
}

function ScenarioBadges({ scenario, pinned }: { scenario: Scenario; pinned: boolean }) {
  const text = useScenariosText()
  const shared = usePersonalText()
  return (
    <span className="flex flex-wrap gap-1">
      {pinned && <Badge tone="brand">{text.pinnedBadge}</Badge>}
      {scenario.is_default && <Badge tone="brand">{text.defaultBadge}</Badge>}
      {scenario.is_official ? (
        <Badge>{shared.official}</Badge>
      ) : (
        scenario.is_public && <Badge>{shared.public}</Badge>
      )}
      {scenario.status === 'inactive' && <Badge tone="warn">{text.inactiveBadge}</Badge>}
    </span>
  )
}
