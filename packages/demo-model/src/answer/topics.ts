/** What the demo model knows about the platform. */
const topics = [
  {
    pattern: /签到|打卡|积分|check.?in|points?\b/i,
    zh: '你提到的签到可以这样理解：每天一次，连续第 1、2、3……天依次得到 1、2、3、5、8、13、21、34 灵值，此后每天都是 34；中断一天就从 1 重新开始。',
    en: 'About check-in: once a day, and consecutive days earn 1, 2, 3, 5, 8, 13, 21 and then 34 points for every further day; a missed day starts again at 1.',
  },
  {
    pattern: /导出|备份|下载|export|backup|download/i,
    zh: '你提到的数据可以随时带走：单个对话或全部对话都能导出为 JSON、CSV、NDJSON 或 Markdown，也可以按日期范围筛选。',
    en: 'About your data: one conversation or all of them can be exported as JSON, CSV, NDJSON or Markdown, narrowed to a range of dates if you like.',
  },
  {
    pattern: /接口|密钥|\bapi\b|openai|sdk/i,
    zh: '你提到的接口：平台在 /v1/chat/completions 提供与 OpenAI 兼容的入口，用平台签发的 API 密钥即可接入任何 OpenAI 客户端。',
    en: 'About the API: the platform offers an OpenAI-compatible door at /v1/chat/completions, so any OpenAI client works with an API key issued by the platform.',
  },
]

export function topicOf(question: string, language: 'zh' | 'en'): string {
  return topics.find(({ pattern }) => pattern.test(question))?.[language] ?? ''
}
