/** Gives each row its rank, in a list sorted downwards from the very first; equal rows share a rank. */
export function ranked<Row>(rows: Row[], scoreOf: (row: Row) => number): (Row & { rank: number })[] {
  let rank = 1
  return rows.map((row, index) => {
    const above = rows[index - 1]
    if (above === undefined || scoreOf(above) !== scoreOf(row)) rank = index + 1
    return { ...row, rank }
  })
}
