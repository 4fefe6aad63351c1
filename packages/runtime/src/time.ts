/** Lengths of time in milliseconds. */
export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
/** 24 hours: for ages, not for a calendar, whose days may be shorter or longer. */
export const dayMs = 24 * hourMs
