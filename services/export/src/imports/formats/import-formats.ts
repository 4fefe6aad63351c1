/** The formats that can be told. */
export const importFormats = [
  'lingzhi-ndjson',
  'lingzhi-json',
  'chatgpt',
  'claude',
  'librechat',
  'open-webui',
  'lobehub',
  'chatbot-ui',
  'nextchat',
  'flask-chat',
  'openai-jsonl',
  'openai-json',
] as const
export type ImportFormat = (typeof importFormats)[number]
