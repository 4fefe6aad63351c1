import { pino } from 'pino'

/** Tests read assertions, not logs; set TEST_LOG=debug to see a service's log. */
export const silentLog = pino({ level: process.env.TEST_LOG ?? 'silent' })
