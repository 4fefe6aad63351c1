/**
 * A clock for spans of time, such as how long something is kept: it starts at the machine's time and never goes
 * back or jumps, even if that does. Not for instants shared with others, such as the expiry of a token.
 */
export const steadyNow = (): Date => new Date(performance.timeOrigin + performance.now())
