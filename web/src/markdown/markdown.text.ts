import { defineText } from '../text/define-text.ts'

export const useMarkdownText = defineText(
  {
    code: '代码',
    copyCsv: '复制为 CSV',
    copyMarkdown: '复制为 Markdown',
    copyFormula: '复制公式源码',
    done: '已完成',
    open: '未完成',
    footnotes: '脚注',
    footnote: (number: number) => `脚注 ${number}`,
    back: (number: number) => `回到正文中的脚注 ${number}`,
    formula: '公式',
    image: '图片',
    table: '表格',
  },
  {
    code: 'Code',
    copyCsv: 'Copy as CSV',
    copyMarkdown: 'Copy as Markdown',
    copyFormula: 'Copy the source of the formula',
    done: 'Done',
    open: 'To do',
    footnotes: 'Footnotes',
    footnote: (number: number) => `Footnote ${number}`,
    back: (number: number) => `Back to footnote ${number} in the text`,
    formula: 'Formula',
    image: 'Image',
    table: 'Table',
  },
)
