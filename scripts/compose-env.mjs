// Prints a .env for docker-compose.yml with fresh secrets: node scripts/compose-env.mjs > .env
import { randomBytes } from 'node:crypto'

const hex = () => randomBytes(24).toString('hex')
const base64 = () => randomBytes(32).toString('base64')

process.stdout.write(`# Secrets of this deployment. Keep this file out of version control and in your backup.
POSTGRES_PASSWORD=${hex()}
SERVICE_DB_PASSWORD=${hex()}
REDIS_PASSWORD=${hex()}
NATS_PASSWORD=${hex()}
AUTH_ENCRYPTION_KEY=${base64()}
EXPORT_LINK_SECRET=${base64()}
ADMIN_USERNAME=admin
ADMIN_PASSWORD=${hex()}

# The model. Without these three the built-in demo model answers.
# LLM_BASE_URL=https://api.openai.com/v1
# LLM_API_KEY=
# LLM_MODEL=gpt-4o-mini
`)
