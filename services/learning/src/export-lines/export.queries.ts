import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** In the order in which they are told. */
export const lineKinds = [
  'settings',
  'session',
  'question',
  'mistake',
  'review',
  'homework_template',
  'homework',
  'homework_item',
  'homework_grade',
  'homework_appeal',
  'revision_plan',
  'knowledge_point',
] as const
export type LineKind = (typeof lineKinds)[number]

export interface Line {
  id: string
  line: string
}

/** The lines of one kind after an id, in the order of their ids; what a learner wrote and got, and nothing that is only ours. */
export async function linesOf(
  db: Db,
  userId: string,
  kind: LineKind,
  after: string,
  limit: number,
): Promise<Line[]> {
  const { rows } = await queries[kind](userId, after, limit).execute(db)
  return rows
}

const utc = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const queries = {
  settings: (userId: string, after: string, limit: number) => sql<Line>`
    select user_id as id, json_build_object('type', 'settings', 'grade_level', grade_level, 'subjects', subjects,
      'guidance', guidance, 'weak_points', weak_points, 'scheduler', scheduler, 'retention', retention, 'daily_goals', daily_goals, 'updated_at', ${utc('updated_at')})::text as line
    from learner_settings where user_id = ${userId} and user_id > ${after} limit ${limit}`,
  session: (userId: string, after: string, limit: number) => sql<Line>`
    select conversation_id as id, json_build_object('type', 'session', 'id', conversation_id, 'title', title,
      'subject', subject, 'grade_level', grade_level, 'status', status, 'question_count', question_count,
      'total_tokens', total_tokens, 'created_at', ${utc('created_at')},
      'last_active_at', ${utc('last_asked_at')})::text as line
    from sessions where user_id = ${userId} and conversation_id > ${after} order by conversation_id limit ${limit}`,
  question: (userId: string, after: string, limit: number) => sql<Line>`
    select questions.id, json_build_object('type', 'question', 'id', questions.id, 'session_id', conversation_id,
      'content', questions.content, 'question_type', questions.type, 'subject', subject, 'topic', topic,
      'difficulty_level', difficulty_level, 'student_attempt', student_attempt, 'guidance', guidance,
      'hint_level', hint_level, 'revealed', revealed, 'status', questions.status,
      'created_at', ${utc('questions.created_at')},
      'answer', case when question_id is null then null else json_build_object('id', answers.message_id,
        'content', answers.content, 'status', answers.status, 'model', model, 'held_back', held_back,
        'rating', rating, 'feedback', feedback_text, 'is_helpful', is_helpful,
        'created_at', ${utc('answers.created_at')}) end)::text as line
    from questions left join answers on question_id = questions.id
    where questions.user_id = ${userId} and questions.id > ${after} order by questions.id limit ${limit}`,
  mistake: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'mistake', 'id', id, 'subject', subject, 'title', title,
      'description', description, 'question_content', question_content, 'student_answer', student_answer,
      'correct_answer', correct_answer, 'explanation', explanation, 'chapter', chapter, 'category', category,
      'question_type', question_type, 'error_type', error_type, 'notes', notes, 'knowledge_points', knowledge_points,
      'tags', tags, 'difficulty_level', difficulty_level, 'starred', starred, 'file_ids', file_ids, 'source', source,
      'source_id', source_id, 'created_on', created_on, 'mastery_status', status, 'next_review_date', due_on,
      'created_at', ${utc('created_at')})::text as line
    from mistakes where user_id = ${userId} and id > ${after} order by id limit ${limit}`,
  review: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'review', 'id', id, 'mistake_id', mistake_id, 'attempt_id', attempt_id,
      'reviewed_on', reviewed_on, 'review_result', result, 'rating', rating, 'review_method', method,
      'time_spent', time_spent_s, 'confidence_level', confidence_level, 'user_answer', user_answer, 'notes', notes,
      'recorded_at', ${utc('recorded_at')}, 'voided_at', ${utc('voided_at')})::text as line
    from reviews where user_id = ${userId} and id > ${after} order by id limit ${limit}`,
  homework_template: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'homework_template', 'id', id, 'title', title, 'subject', subject,
      'description', description, 'grade_level', grade_level, 'due_at', ${utc('due_at')}, 'shared', shared,
      'allow_again', allow_again, 'version', homework_templates.version, 'items', items,
      'created_at', ${utc('homework_templates.created_at')})::text as line
    from homework_templates join homework_template_versions on template_id = id
      and homework_template_versions.version = homework_templates.version
    where homework_templates.user_id = ${userId} and id > ${after} order by id limit ${limit}`,
  homework: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'homework', 'id', id, 'template_id', template_id, 'title', title,
      'description', description, 'note', note, 'student_name', student_name, 'subject', subject,
      'grade_level', grade_level, 'kind', kind, 'content', content, 'late', late, 'status', status, 'score', score,
      'score_max', score_max, 'completion_time', completion_time_s, 'file_ids', (select json_agg(file_id order by position)
        from homework_pages where submission_id = id), 'submitted_at', ${utc('submitted_at')},
      'graded_at', ${utc('graded_at')})::text as line
    from homework_submissions where user_id = ${userId} and id > ${after} order by id limit ${limit}`,
  homework_item: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'homework_item', 'id', id, 'homework_id', submission_id, 'number', number,
      'question', question, 'question_type', question_type, 'points', points, 'student_answer', student_answer,
      'transcribed_answer', transcribed_answer, 'latex', latex, 'page', page, 'box', box, 'legibility', legibility,
      'is_corrected', corrected_by is not null, 'status', status)::text as line
    from homework_items where user_id = ${userId} and id > ${after} order by id limit ${limit}`,
  homework_grade: (userId: string, after: string, limit: number) => sql<Line>`
    select g.id, json_build_object('type', 'homework_grade', 'id', g.id, 'item_id', item_id, 'source', source,
      'result', result, 'score', score, 'low', low, 'high', high, 'confidence', confidence, 'passes', passes,
      'needs_review', reasons, 'model', model, 'error_type', error_type,
      'criteria', case when score is null then null else criteria end,
      'explanation', case when score is null then null else explanation end,
      'created_at', ${utc('g.created_at')})::text as line
    from homework_grades g where user_id = ${userId} and g.id > ${after} order by g.id limit ${limit}`,
  homework_appeal: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'homework_appeal', 'id', id, 'item_id', item_id, 'reason', reason,
      'status', status, 'created_at', ${utc('created_at')}, 'decided_at', ${utc('decided_at')})::text as line
    from homework_appeals where user_id = ${userId} and id > ${after} order by id limit ${limit}`,
  revision_plan: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'revision_plan', 'id', id, 'cycle_type', cycle, 'start_date', from_on,
      'end_date', to_on, 'title', title, 'content', content, 'dropped_tasks', dropped, 'statistics', statistics,
      'created_at', ${utc('created_at')})::text as line
    from revision_plans where user_id = ${userId} and id > ${after} order by id limit ${limit}`,
  knowledge_point: (userId: string, after: string, limit: number) => sql<Line>`
    select id, json_build_object('type', 'knowledge_point', 'id', id, 'subject', subject, 'name', name,
      'question_count', questions, 'mistake_count', mistakes, 'last_evidence_on', last_on,
      'evidence', (select coalesce(json_agg(json_build_object('day', day, 'result', result, 'weight', weight,
        'judged_by', judged_by, 'assisted', assisted) order by day, number), '[]') from (
          select * from mastery_evidence where point_id = knowledge_points.id and removed_at is null
          order by day desc, number desc limit 1000) newest),
      'created_at', ${utc('created_at')})::text as line
    from knowledge_points where user_id = ${userId} and id > ${after} order by id limit ${limit}`,
} satisfies Record<LineKind, unknown>
