import type { Tally } from './reconcile.queries.ts'

/** What is wrong with one user's points and check-ins, a sentence each; empty when all adds up. */
export function findFaults(tally: Tally): string[] {
  const faults: string[] = []
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault)
  }
  if (tally.account_seq === null) {
    faults.push(`no account, but ${tally.entries} ledger entries and ${tally.records} check-ins`)
  } else {
    expect(
      tally.account_balance === tally.amounts,
      `the balance is ${tally.account_balance}, the sum of all amounts ${tally.amounts}`,
    )
    expect(
      tally.account_seq === tally.newest_seq,
      `the account is at entry ${tally.account_seq}, the newest is ${tally.newest_seq}`,
    )
    expect(
      tally.account_checkins === tally.records,
      `the account counts ${tally.account_checkins} check-ins, there are ${tally.records}`,
    )
    expect(
      tally.account_last === tally.last_day && tally.account_streak === (tally.last_streak ?? 0),
      `the account's streak is ${tally.account_streak} on ${tally.account_last}, the last check-in's ${tally.last_streak} on ${tally.last_day}`,
    )
    expect(
      tally.account_longest === tally.longest_streak,
      `the account's longest streak is ${tally.account_longest}, the check-ins' ${tally.longest_streak}`,
    )
  }
  expect(tally.broken_entries === 0, `${tally.broken_entries} ledger entries do not add up`)
  expect(
    tally.unpaid_records === 0 && tally.checkin_entries === tally.records - tally.imported_records,
    `${tally.records - tally.imported_records} check-ins, ${tally.checkin_entries} ledger entries for them, ${tally.unpaid_records} without theirs`,
  )
  expect(tally.broken_streaks === 0, `${tally.broken_streaks} check-ins have a streak that does not follow`)
  return faults
}
