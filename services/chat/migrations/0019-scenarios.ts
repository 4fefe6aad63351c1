import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Scenarios: what an agent is for just now, with the choice of one for each question, and the record of all that shaped an answer.
 * That record is a column of the reply: it is stored by the statement that stores the end anyway.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table scenarios (
    id uuid primary key,
    name text not null,
    description text not null,
    category text not null,
    meta jsonb not null,
    system_prompt text not null,
    -- Null: whatever the agent allows.
    allowed_tools jsonb,
    recommended_model text,
    skills jsonb not null default '[]',
    -- Null: came with the deployment.
    created_by uuid,
    is_public boolean not null,
    -- Published by an administrator: chosen for people who did not ask for it.
    is_official boolean not null,
    is_default boolean not null,
    status text not null check (status in ('active', 'inactive', 'deleted')),
    version integer not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db)
  await sql`create unique index scenarios_one_default on scenarios (is_default) where is_default`.execute(db)
  await sql`create index on scenarios (created_by, id)`.execute(db)
  await sql`create index on scenarios (id) where is_public`.execute(db)
  await sql`create table scenario_versions (
    scenario_id uuid not null references scenarios on delete cascade,
    version integer not null,
    definition jsonb not null,
    changed_by uuid,
    changed_at timestamptz not null default now(),
    primary key (scenario_id, version)
  )`.execute(db)
  await sql`create table user_scenario_configs (
    user_id uuid primary key,
    scenario_ids jsonb not null,
    custom_prompt text not null,
    pinned uuid,
    auto_match boolean not null,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create table session_scenario_configs (
    conversation_id uuid primary key references conversations on delete cascade,
    scenario_ids jsonb not null,
    custom_prompt text not null,
    updated_at timestamptz not null
  )`.execute(db)

  // Counts changes of what may be chosen: replicas keep what they read until it has moved on.
  await sql`create table shaping_state (id integer primary key check (id = 1), version bigint not null)`.execute(
    db,
  )
  await sql`insert into shaping_state values (1, 1)`.execute(db)
  await sql`create function note_shaping_change() returns trigger language plpgsql as $$
    begin
      update shaping_state set version = version + 1;
      return null;
    end $$`.execute(db)
  await sql`create trigger scenarios_changed after insert or update or delete on scenarios
    for each statement execute function note_shaping_change()`.execute(db)

  const none = JSON.stringify({
    tags: [],
    capabilities: [],
    keywords: [],
    negative_keywords: [],
    examples: [],
  })
  const presets: [string, string, string, boolean, string][] = [
    ['通用助手', '日常问题与各类任务', 'general', true, ''],
    ['代码专家', '编写、审查与调试代码，解释技术问题', 'development', false, codePrompt],
    ['数据分析师', '整理数据、统计与图表解读，给出有依据的结论', 'analysis', false, dataPrompt],
    ['文档创作者', '撰写与润色报告、方案、邮件等文档', 'writing', false, writingPrompt],
    ['行业研究员', '梳理行业、市场与竞争信息，形成研究结论', 'research', false, researchPrompt],
  ]
  const at = new Date('2026-01-01T00:00:00Z')
  for (const [n, [name, description, category, isDefault, prompt]] of presets.entries()) {
    // The same in every deployment.
    const id = `01000000-0000-7000-8000-00000000000${n + 1}`
    // All but the default wait for an administrator: a deployment's answers change when somebody wants it.
    await sql`insert into scenarios (id, name, description, category, meta, system_prompt, is_public, is_official,
        is_default, status, version, created_at, updated_at)
      values (${id}, ${name}, ${description}, ${category}, ${keywordsOf[n] ?? none}::jsonb, ${prompt}, true, true,
        ${isDefault}, ${isDefault ? 'active' : 'inactive'}, 1, ${at}, ${at})`.execute(db)
  }

  await sql`alter table replies add column composition jsonb`.execute(db)
  // That of 0016, with the composition.
  await sql`create function finish_reply(
    the_id uuid, the_attempt integer, the_worker uuid, the_status text, the_finish_reason text,
    the_problem jsonb, the_usage jsonb, the_model text, the_provider text, the_attempts integer,
    is_cached boolean, the_runs integer[], first_token timestamptz, at timestamptz,
    answer text, the_reasoning text, the_terms text[], time_zone text, fact_id uuid, trace text,
    the_composition jsonb
  ) returns boolean language plpgsql as $$
    declare
      reply replies;
      owner uuid;
      visible boolean := the_status <> 'failed';
      shown boolean;
    begin
      update replies set status = the_status, finish_reason = the_finish_reason, problem = the_problem,
        usage = the_usage, model = the_model, provider = the_provider, attempts = the_attempts,
        cached = is_cached, runs = the_runs, first_token_at = first_token, ended_at = at, guest_network = null,
        composition = the_composition
      where id = the_id and attempt = the_attempt and status in ('queued', 'running')
        and worker_id is not distinct from the_worker
      returning * into reply;
      if not found then return false; end if;

      -- The conversation first: whoever changes its branches holds it, and the answer may be on another by now.
      select user_id into owner from conversations where id = reply.conversation_id for update;
      update messages set content = answer, reasoning = the_reasoning,
        status = case the_status when 'completed' then 'complete' else the_status end,
        terms = case when visible and owner is not null then array_to_tsvector(the_terms) else '' end
      where id = reply.message_id
      returning active into shown;
      update conversations set last_active = greatest(last_active, at),
        message_count = message_count + (visible and shown)::integer
      where id = reply.conversation_id;

      if the_usage is not null and the_model is not null and not is_cached then
        perform record_usage(reply.user_id, the_model, the_usage, at, time_zone, reply.agent_id);
      end if;
      insert into outbox (id, subject, at, correlation_id, traceparent, data)
      values (fact_id, 'chat.reply.completed', at, reply.request_id, trace, jsonb_build_object(
        'reply_id', the_id, 'conversation_id', reply.conversation_id, 'message_id', reply.message_id,
        'user_id', reply.user_id, 'agent_id', reply.agent_id, 'finish_reason', the_finish_reason,
        'total_tokens', coalesce((the_usage->>'total_tokens')::integer, 0)));
      return true;
    end $$`.execute(db)
  await sql`create or replace function finish_replies(rows jsonb) returns setof uuid language plpgsql as $$
    begin
      return query select ended.id from (
        select * from jsonb_to_recordset(rows) as of(
          id uuid, owner uuid, attempt integer, worker uuid, status text, finish_reason text, problem jsonb,
          usage jsonb, model text, provider text, attempts integer, cached boolean, runs integer[],
          first_token timestamptz, at timestamptz, answer text, reasoning text, terms text[], time_zone text,
          fact uuid, trace text, composition jsonb)
        order by of.owner
      ) ended where finish_reply(
        the_id => ended.id,
        the_attempt => ended.attempt,
        the_worker => ended.worker,
        the_status => ended.status,
        the_finish_reason => ended.finish_reason,
        the_problem => ended.problem,
        the_usage => ended.usage,
        the_model => ended.model,
        the_provider => ended.provider,
        the_attempts => ended.attempts,
        is_cached => ended.cached,
        the_runs => ended.runs,
        first_token => ended.first_token,
        at => ended.at,
        answer => ended.answer,
        the_reasoning => ended.reasoning,
        the_terms => ended.terms,
        time_zone => ended.time_zone,
        fact_id => ended.fact,
        trace => ended.trace,
        the_composition => ended.composition);
    end $$`.execute(db)
  // The version before calls it so.
  await sql`create or replace function finish_reply(
    the_id uuid, the_attempt integer, the_worker uuid, the_status text, the_finish_reason text,
    the_problem jsonb, the_usage jsonb, the_model text, the_provider text, the_attempts integer,
    is_cached boolean, the_runs integer[], first_token timestamptz, at timestamptz,
    answer text, the_reasoning text, the_terms text[], time_zone text, fact_id uuid, trace text
  ) returns boolean language plpgsql as $$
    begin
      return finish_reply(the_id, the_attempt, the_worker, the_status, the_finish_reason, the_problem, the_usage,
        the_model, the_provider, the_attempts, is_cached, the_runs, first_token, at, answer, the_reasoning, the_terms,
        time_zone, fact_id, trace, null::jsonb);
    end $$`.execute(db)
}

const codePrompt = `你是资深软件工程师。先弄清目标、语言与运行环境；给出可以直接运行的代码，说明关键取舍与边界情况；不确定的接口要说明需要核实。`
const dataPrompt = `你是数据分析师。先说明数据的来源、口径与缺失；计算要列出步骤，结论要给出依据与不确定性；适合时给出表格。`
const writingPrompt = `你是文档创作者。先确认读者、目的与篇幅；结构清楚、语言准确，避免空话；修改时说明改了什么以及为什么。`
const researchPrompt = `你是行业研究员。区分事实、推断与观点；注明信息的时间与来源类型，没有来源的数字不要编造；最后给出结论与待验证的问题。`

const keywordsOf: Record<number, string> = Object.fromEntries(
  [
    [],
    ['代码', '编程', '报错', '调试', '函数', 'bug', 'python', 'javascript', 'sql'],
    ['数据分析', '统计', '图表', '报表', '同比', '环比', 'excel'],
    ['周报', '润色', '写一份', '文案', '邮件', '方案', '总结报告'],
    ['行业研究', '市场规模', '竞争格局', '竞品', '行业报告'],
  ].map((keywords, n) => [
    n,
    JSON.stringify({ tags: [], capabilities: [], keywords, negative_keywords: [], examples: [] }),
  ]),
)
