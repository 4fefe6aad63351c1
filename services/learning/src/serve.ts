import type { Serving } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { LearningRecords } from '@lingzhi/contracts/export-records'
import type { Deps } from './deps.ts'
import { answerExportLines } from './export-lines/answer-export-lines.ts'

/** The requests of other services that learning serves. */
export const serveRequests = (deps: Deps): Serving[] => [
  serveBytes(deps.bus, LearningRecords, (asked, send) => answerExportLines(deps, asked, send)),
]
