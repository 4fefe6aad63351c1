import { defineText } from '../../text/define-text.ts'

export const useSessionScenariosText = defineText(
  {
    title: '这段对话的场景与规则',
    lead: '从下一个问题起生效，只用于这段对话。',
    chosen: '使用的场景',
    auto: '都不选：每个问题自动选一个合适的。',
    most: (most: number) => `最多同时使用 ${most} 个。`,
    rules: '这段对话的规则',
    rulesHint: '例如「都用表格回答」。最多约 1,000 token 会告诉模型。',
    save: '保存',
    saved: '已保存，从下一个问题起生效',
  },
  {
    title: 'Scenarios and rules of this chat',
    lead: 'They hold from the next question on, in this chat alone.',
    chosen: 'Scenarios in use',
    auto: 'None chosen: each question gets one that fits.',
    most: (most) => `At most ${most} at once.`,
    rules: 'Rules of this chat',
    rulesHint: 'Such as “Answer with tables”. Models are told about 1,000 tokens.',
    save: 'Save',
    saved: 'Saved, from the next question on',
  },
)
