import type { ProviderRefusal } from './read-refusal.ts'
import { isPage } from './read-refusal.ts'

export interface Policy {
  /** Whether the same call may succeed a little later. */
  retry: boolean
  /** Whether another model may be asked. */
  next: boolean
  /** Whether LLM_MODEL may stand in. */
  lastResort: boolean
  /** Whether it is a sign of the provider's poor health, and counts towards opening its circuit. */
  counts: boolean
}

const final = { retry: false, next: false, lastResort: false, counts: false }
const elsewhere = { ...final, next: true }
const temporary = { ...elsewhere, retry: true }
const unhealthy = { ...temporary, counts: true }

/** What each kind of failure means for the calls that may follow it. */
export const policies = {
  /** The question or the answer is not allowed. It is not taken to another provider, whose account it would risk too. */
  content: final,
  tooLong: elsewhere,
  request: elsewhere,
  credit: elsewhere,
  key: elsewhere,
  region: elsewhere,
  /** The address leads nowhere. */
  address: elsewhere,
  model: { ...elsewhere, lastResort: true },
  /** A limit of hours or days. */
  quota: elsewhere,
  rate: temporary,
  /** The answer holds no text. */
  empty: temporary,
  overload: unhealthy,
  timeout: unhealthy,
  down: unhealthy,
  /** What came is no answer and no readable error. */
  broken: unhealthy,
} satisfies Record<string, Policy>

export type Kind = keyof typeof policies

/** Codes and types, each as a whole word, and then what the sentences say. Sources: docs/providers.md. */
const rules: [Kind, names: RegExp, words: RegExp][] = [
  [
    'tooLong',
    /context_length_exceeded|exceed_context_size|outofcontext|string_above_max_length|request_too_large|(prompt|tokens|characters)_too_long|max_prompt_tokens_exceeded|(?<![.\w])(1261|10907)\b/,
    /maximum (context|prompt|model) length|(reached|greater than the) context length|context (length|window|size|limit)[^.]{0,60}(exceed|overflow|not enough)|exceed[^.]{0,60}(context|maximum number of (input )?tokens|token limit|max_seq_len|input length|max message tokens)|(prompt|input|request|conversation|messages?)[^.]{0,40} too (long|large)|too many (input )?tokens(?!, please wait| processed| per)|max input characters|longer than the model|context shift is disabled|token (count|length)[^.]{0,40} exceeds? |range of input length|reduce the (length|size) of (the|your) (messages|prompt|input)|longer than the maximum|max_seq_len|with context length of only|n_keep|(inputs|prompt)`? (must have less|tokens \+ )|max_(completion_)?tokens must be at least 1, got -|(输入|上下文|提示词|消息|内容|prompt|tokens? ?数)[^。]{0,14}(过长|超长|太长|超出|超过)/,
  ],
  [
    'content',
    /content_?(filter|policy|check|security)|unsafe|guardrail|data_?inspection|sensitive|risk_?detect|illegal_?detect|responsibleai|censorship|moderation|prompt_blocked|prohibited_content|safety|invalid_prompt|infringement|(?<![.\w])(1301|minimax\.102[67]|1001[34]|10019)\b/,
    /content exists risk|inappropriate content|(content|usage) (management )?(policy|policies|guidelines)|content ?filter|contentpolicyviolation|moderation policy|blocked by guardrails|high risk|(was|were|been|is) (flagged|filtered)|(?<!case[- ])sensitive|safety (system|filter|reasons)|requires moderation|敏感|违规|不当内容|不安全|内容(安全|审核|审查)|风控/,
  ],
  [
    'overload',
    /overloaded|server_?busy|capacity|unavailable_error|service_?unavailable|\bunavailable\b|slow_down|queue_exceeded|(?<![.\w])(1312|3505|50505|50603)\b/,
    /(server|service|engine|system|model|currently|temporarily)[^.]{0,40}(overload|busy|at capacity)|over capacity|high (demand|traffic|load)\b|loading model|model[^.]{0,20}loading|server busy|繁忙|饱和|负载(过高|较高)|服务忙/,
  ],
  [
    'credit',
    /insufficient_?(user_?)?(quota|balance|credit|fund)|arrearage|overdue|billing|payment_required|exceeded_current_quota|quota_failed|resourcepackexhausted|budget_exceeded|setlimitexceeded|freetieronly|commoditynotpurchased|(?<![.\w])(1113|1309|minimax\.1008|30001|30011)\b/,
    /insufficient (account )?(balance|credit|fund|quota)|balance (is )?(insufficient|not enough|too low)|(out of|not enough|requires more|no|n't have any) credits|billing to be enabled|enable billing|included credits|credits are depleted|paid balance|key limit exceeded(?! \((daily|weekly|monthly))|budget has been exceeded|quota (is )?(exhausted|not enough|used up)|exhausted its free (trial )?quota|used all available credits|spend(ing)? (limit|cap)|plan and billing|billing (account|hard limit)|arrears|in good standing|overdue|余额不足|欠费|额度(不足|已?用[尽完]|已?耗尽)|套餐.{0,4}(到期|过期)/,
  ],
  [
    'quota',
    /usage_limit|daily_limit|daily_?flow|(hour|week|month)(ly)?_quota|per_?day|account_?quota_?exceeded|(?<![.\w])(1304|1308|1310|11201|minimax\.2056)\b/,
    /(per|\/) ?(day|month)\b|per 86400s|byday\b|\bdaily\b|\btoday['’]s\b|\([rt]pd\)|\b[rt]pd (rate )?limit|usage (limit|quota)|weekly|monthly|hour(ly)? quota|billing cycle|使用上限|每[日天]|[今当]日/,
  ],
  [
    'rate',
    /rate_?limit|throttl|too_?many_?requests|limit_?(requests|tokens)|resource_?exhausted|limitexceeded|quotaexceeded|inflightbatchsize|concurrency|(?<![.\w])(130[235]|1300|minimax\.(1002|1039|1041|2045)|1120[23]|429)\b/,
    /rate.?limit|too many requests|throttl|(requests|tokens) per (min|sec)|\b([tr]pm|qps)\b|concurren|访问量过大|频率|频繁|请求(数)?过多|并发|限流|速率/,
  ],
  [
    'region',
    /unsupported_country|country_region/,
    /(country|region|territory|location)[^.]{0,30}(not (supported|available|allowed)|unsupported)|not (available|supported) in your (country|region)|check your network settings|error code: 1009|(地区|区域).{0,8}(不支持|不可用|受限)/,
  ],
  [
    'model',
    /model_?(not_?(found|open|exist|supported)|decommissioned)|invalid_?model|unsupported_?model|invalidendpoint|deployment_?not_?found|not_?found_?error|\bnot_found\b|model[._]?access_?denied|key_model_access_denied|model_price_error|no_available_(channel|key)|get_channel_failed|(?<![.\w])(1211|1220|1311|20012|30003|1500|minimax\.2061)\b/,
    /model[^.]{0,80}(not exist|not found|n.t exist|is not available|not activated|not a valid|decommissioned|retired|has been deprecated|permission denied)|(unknown|invalid|no such) model|model identifier is invalid|n.t have access to (the )?model|no endpoints found|not a valid model|no models? loaded|(access to|not allowed to access) model|does not work with the specified model|no available channels?|无可用渠道|模型.{0,20}(不存在|未找到|未开通|已下线|未配置)|无权.{0,8}模型/,
  ],
  [
    'key',
    /invalid_?(api_?)?key|incorrect_api_key|api_key_invalid|authentication|unauthori[sz]ed|unauthenticated|invalid_?(iam_|auth_|access_)?token|permission_?denied|access_?denied|account_deactivated|organization_restricted|(?<![.\w])(100[0-4]|111[012]|minimax\.(1004|2049)|11200)\b/,
    /(invalid|incorrect|wrong|missing|expired|no)[^.]{0,20}(api[- _]?key|access ?key|credentials|subscription key)|api[- _]?key[^.]{0,30}(invalid|incorrect|not valid|expired|missing|disabled)|authentication fail|unauthori[sz]ed|令牌(状态|无效|不可用|已过期)|无效的?令牌|密钥|鉴权|身份验证|未授权/,
  ],
  [
    'address',
    /unknown_url|unknown_path/,
    /unexpected endpoint or method|page not found|^(file )?not found$|resource not found/,
  ],
  // Servers of one's own machine say it with a status of 400, too.
  ['broken', /engine_?dead/, /model (has )?(crashed|(been )?(un|re)loaded)\b/],
  ['timeout', /request_?time_?out|deadline_exceeded|(?<![.\w])minimax\.1001\b/, /\btimed out\b/],
  [
    'request',
    /invalid_?(request|parameter|argument|param|value)|bad_?request|unsupported_?(parameter|value)|validation|extra_forbidden|(?<![.\w])(121[0-5]|20015|minimax\.(1042|2013))\b/,
    /\binvalid params?\b|(image|audio|video) input is not supported|requires? --(jinja|enable-auto-tool-choice)/,
  ],
]

/** A limit per minute in the words of an empty account, as DashScope and Gemini put it. */
const throttle =
  /throttl|rate.?limit|token-limit|allocated quota|allocationquota(?!\.free)|per[- ]min|\b[tr]pm\b|resource_?exhausted|aliyun|dashscope|每分钟|限流/

/** Said only of an account that is empty, whatever the code says. */
const depleted = /credits are depleted|spend(ing)? (limit|cap)|arrears|余额|欠费/

/** The kind of a refusal: by its codes first, then its sentences, then its status. `host` is the provider's. */
export function kindOf(refusal: ProviderRefusal, host = ''): Kind {
  const { status, names } = refusal
  const words = refusal.words.toLowerCase()
  const rule =
    rules.find(([, byName]) => byName.test(names)) ?? rules.find(([, , byWords]) => byWords.test(words))
  const byWords = rules.find(([, , sentences]) => sentences.test(words))?.[0]
  const kind = rule?.[0]
  // What the question is about is told by sentences where the code only says "invalid", "forbidden" or "limit".
  const vague =
    kind === 'request' || kind === 'rate' || kind === 'key' || kind === 'model' || kind === 'overload'
  const told = vague && byWords && precedes(byWords, kind) ? byWords : kind
  if (told === 'credit' && status !== 402 && !depleted.test(words) && isThrottle(refusal, host))
    return /per day/.test(words) ? 'quota' : 'rate'
  // "invalid_request_error" is also the type of refused keys and unknown models.
  if (told === 'request' && byWords !== 'request' && ![200, 400, 422].includes(status))
    return kindOfStatus(status, refusal)
  if (told !== undefined && !(told === 'address' && status >= 500)) return told
  return kindOfStatus(status, refusal)
}

const precedes = (one: Kind, other: Kind) =>
  rules.findIndex(([kind]) => kind === one) < rules.findIndex(([kind]) => kind === other) ||
  (other === 'rate' && one === 'credit') ||
  (other === 'model' && one === 'address')

const isThrottle = ({ names, words, waitToldInBody }: ProviderRefusal, host: string) =>
  waitToldInBody ||
  throttle.test(names) ||
  throttle.test(words.toLowerCase()) ||
  (/(^|\.)aliyuncs\.com$/.test(host) && /insufficient_quota/.test(names))

function kindOfStatus(status: number, { names, text }: ProviderRefusal): Kind {
  if (status === 200) {
    // Some relays put the status of the response that they received into the error.
    const inside = Number(/\b[45]\d\d\b/.exec(names)?.[0])
    return [500, 502].includes(inside) || !inside
      ? 'broken'
      : kindOfStatus(inside, { text } as ProviderRefusal)
  }
  if (status < 400 || status === 405 || status === 407) return 'address'
  switch (status) {
    case 401:
    case 403:
      return 'key'
    case 402:
      return 'credit'
    case 404:
    case 410:
      return isPage(text) ? 'address' : 'model'
    case 408:
    case 504:
    case 524:
      return 'timeout'
    case 413:
      return 'tooLong'
    case 429:
      return 'rate'
    case 451:
      return 'region'
    case 425:
    case 498:
    case 503:
    case 529:
      return 'overload'
    default:
      return status >= 500 ? 'down' : 'request'
  }
}
