/** No access token lives longer than this, so an older end of a session can be forgotten. */
export const accessTokenMaxMs = 24 * 3_600_000
