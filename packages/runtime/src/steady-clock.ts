/**
 * A clock for spans of time, such as how long something is kept: it starts with the machine's and never goes back or jumps,
 * whatever is done to that. For an instant that others know too, such as the end of a token, it is the wrong one.
 */
export const steadyNow = (): Date => new Date(performance.timeOrigin + performance.now())
