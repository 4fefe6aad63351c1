/** bcrypt's form: kind, cost, 22 characters of salt and 31 of digest. */
const bcrypt = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/

/** A cost beyond this would hold a thread for seconds at every attempt; below 4 there is none. */
const [costMin, costMax] = [4, 14]

/** The hash of an old system if log-in can check it: bcrypt. Anything else would be no password at all. */
export function keptHash(hash: string | null): string | undefined {
  const cost = Number(bcrypt.exec(hash?.trim() ?? '')?.[1])
  return cost >= costMin && cost <= costMax ? hash!.trim() : undefined
}
