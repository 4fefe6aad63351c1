import type { Subject } from '@lingzhi/contracts/learning'
import type { Texts } from '@lingzhi/contracts/texts'

export const subjectNames: Readonly<Record<Subject, Texts>> = {
  math: { zh: '数学', en: 'Mathematics' },
  chinese: { zh: '语文', en: 'Chinese' },
  english: { zh: '英语', en: 'English' },
  physics: { zh: '物理', en: 'Physics' },
  chemistry: { zh: '化学', en: 'Chemistry' },
  biology: { zh: '生物', en: 'Biology' },
  history: { zh: '历史', en: 'History' },
  geography: { zh: '地理', en: 'Geography' },
  politics: { zh: '政治', en: 'Politics' },
  other: { zh: '其他', en: 'Other' },
}
