/** Gives each row of a list that begins at the top and is sorted downwards its rank; equals share one. */
export function ranked<Row>(rows: Row[], scoreOf: (row: Row) => number): (Row & { rank: number })[] {
  let rank = 1
  return rows.map((row, index) => {
    const above = rows[index - 1]
    if (above === undefined || scoreOf(above) !== scoreOf(row)) rank = index + 1
    return { ...row, rank }
  })
}
