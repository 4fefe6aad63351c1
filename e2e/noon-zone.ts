/** A zone in which it is about noon: no day or month ends while the test runs. */
export const noonZone = () => {
  const hoursPast = new Date().getUTCHours() - 12
  return `Etc/GMT${hoursPast < 0 ? '' : '+'}${hoursPast}`
}
