import { loadConfig } from '@lingzhi/runtime/load-config'
import { Type } from 'typebox'
import { tracingSettings } from './settings.ts'

/** For tests: the settings of a service that makes no traces. */
export const noTracing = loadConfig(Type.Object(tracingSettings), {})
