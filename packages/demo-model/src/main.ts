import { bindable } from '@lingzhi/runtime/bindable'
import { pino } from 'pino'
import { parseConfig } from './config.ts'
import { createModelServer } from './server.ts'

const logger = pino({ name: 'demo-model' })

try {
  const config = parseConfig(process.env)
  logger.level = config.LOG_LEVEL
  const server = createModelServer({
    charsPerSecond: config.DEMO_MODEL_CHARS_PER_SECOND,
    apiKey: config.DEMO_MODEL_API_KEY,
    models: config.DEMO_MODEL_MODELS.split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    control: config.DEMO_MODEL_CONTROL === '1',
    logger,
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close())
  const url = await server.listen({ host: await bindable(config.HOST, logger), port: config.PORT })
  logger.info({ url, control: server.control }, 'demo model is listening')
} catch (error) {
  logger.fatal(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
