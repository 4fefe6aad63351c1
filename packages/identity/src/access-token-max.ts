import { dayMs } from '@lingzhi/runtime/time'

/** No access token lives longer than this, so an older end of a session can be forgotten. */
export const accessTokenMaxMs = dayMs
