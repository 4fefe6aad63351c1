import { dayMs } from '@lingzhi/runtime/time'

/** No access token lives longer than this, so an older end of a session can be forgotten. */
export const accessTokenMaxMs = dayMs

/** How long a ticket opens its stream: an EventSource reconnects with the same URL for as long as that. */
export const ticketLifeS = 1_800
