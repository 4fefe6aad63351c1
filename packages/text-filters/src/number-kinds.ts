/** Kinds of numbers that identify a person or a card. `digits` has no separators, and an X is lower case. */
export const numberKinds = {
  phone: {
    shapes: [[3, 4, 4]],
    is: (digits: string) => /^(?:(?:00)?86)?1[3-9]\d{9}$/.test(digits),
  },
  id_card: { shapes: [[6, 8, 4]], is: isIdCard },
  bank_card: {
    shapes: [
      [4, 4, 4, 4],
      [4, 4, 4, 4, 1],
      [4, 4, 4, 4, 2],
      [4, 4, 4, 4, 3],
      [4, 6, 5],
      [6, 13],
    ],
    is: (digits: string) => /^[2-6]\d{12,18}$/.test(digits) && passesLuhn(digits) && !isIdCard(digits),
  },
} satisfies Record<string, { shapes: number[][]; is: (digits: string) => boolean }>

export type NumberKind = keyof typeof numberKinds

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643-1999: six digits of region, the birthday, three digits of sequence, a check character (ISO 7064, MOD 11-2). */
function isIdCard(digits: string): boolean {
  if (!/^[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]$/.test(digits))
    return false
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return '10x98765432'[sum % 11] === digits[17]
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
