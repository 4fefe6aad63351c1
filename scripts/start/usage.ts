import { describeSettings } from '@lingzhi/stack/environment/describe-settings'
import { replicated } from '@lingzhi/stack/platform/programs'
import { LauncherConfig } from '@lingzhi/stack/platform/settings'

const nameWidth = 18

/** What `npm start -- --help` prints: its own settings, and where those of the services are. */
export function usage(): string {
  const settings = describeSettings(LauncherConfig).map(
    ({ name, meaning, default: value }) =>
      `  ${name.padEnd(nameWidth)}${meaning}${value === undefined ? '' : ` (${value})`}`,
  )
  return `
npm start [-- --scale chat=2,export=2]

Starts the whole platform: PostgreSQL, Redis and NATS unless you name your own, then every service.
Ctrl-C stops it; a second Ctrl-C ends everything at once.

  --scale <service>=<n>,…   replicas of ${replicated.join(', ')}

npm run dev [-- <service> …] is the same, and the services named, or all, restart when their files change and listen
for a debugger.

Settings come from the environment, or from a file .env in the checkout (.env.example lists them all):

${settings.join('\n')}

The first settings of most deployments: LLM_BASE_URL, LLM_API_KEY and LLM_MODEL (without a base URL the
built-in demo model is used), CORS_ORIGINS (pages of other addresses that may call, such as
http://localhost:5173), PUBLIC_URL, ADMIN_USERNAME, ADMIN_PASSWORD, TIMEZONE, LOG_LEVEL.
Every setting of every service, with its default and meaning: docs/settings.md.
`
}
