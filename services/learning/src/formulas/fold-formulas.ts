/**
 * A text as its formulas are searched: different spellings of the same one alike, so that a formula finds itself. `\frac12` is
 * `\frac{1}{2}`, and what only sets sizes and spaces is nothing.
 */
export const foldFormulas = (text: string): string =>
  text
    .replaceAll(/\\(?:left|right|displaystyle|limits|,|;|!|:)(?![a-zA-Z])/g, '')
    .replaceAll(/\\[dtc]frac(?![a-zA-Z])/g, '\\frac')
    .replaceAll(/\\frac\s*(\w)\s*(\w)/g, '\\frac{$1}{$2}')
    .replaceAll(/\\sqrt\s*(\w)/g, '\\sqrt{$1}')
    .replaceAll(/([_^])\s*(\w)(?!\w)/g, '$1{$2}')
