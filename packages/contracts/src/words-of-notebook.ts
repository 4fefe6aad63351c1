import type { Word } from './words.ts'

const of = (title: string, members: Readonly<Record<string, Word>>): [string, Word][] =>
  Object.entries(members).map(([name, word]) => [`${title}.${name}`, word])

const id = '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10'

const mistake: Readonly<Record<string, Word>> = {
  subject: ['The subject.', 'math'],
  title: ['What it is called in lists.', '一元二次方程'],
  description: ['More about it.', null],
  question_content: ['The question, with formulas in LaTeX.', '解方程 $x^2-5x+6=0$'],
  student_answer: ['What the learner answered.', 'x=2'],
  correct_answer: ['The right answer.', 'x=2或x=3'],
  explanation: ['How it is solved.', '因式分解 $(x-2)(x-3)=0$'],
  chapter: ['The chapter of the book.', null],
  category: ['The learner’s own sorting.', null],
  question_type: ['The kind of question, such as a blank.', null],
  error_type: ['The kind of mistake.', '计算错误'],
  notes: ['The learner’s notes.', null],
  knowledge_points: ['What it is about.', ['一元二次方程']],
  tags: ['The learner’s tags.', ['期中']],
  difficulty_level: ['How hard it is, 1 to 5.', 2],
  starred: ['Whether the learner starred it.', false],
  source: ['Where it came from.', 'manual'],
  source_id: ['Which thing of its source it is; a source enters a notebook once.', null],
}

const revision: Readonly<Record<string, Word>> = {
  title: ['What it is called.', '一周复习'],
  cycle_type: ['How long it is.', '7days'],
  start_date: ['Its first day.', '2026-11-28'],
  end_date: ['Its last day.', '2026-12-04'],
  is_expired: ['Whether its last day is over.', false],
  mistake_count: ['How many mistakes it was made over.', 12],
  task_count: ['How many tasks it has.', 14],
}

const card: Readonly<Record<string, Word>> = {
  stability: ['Days until it is remembered with 90 %, after the last review.', 17.2],
  difficulty: ['How hard it is to remember, 1 to 10.', 6.4],
  interval_days: ['Days from the last review to the next.', 17],
  streak: ['Passed in a row.', 3],
  lapses: ['How often it was forgotten after it had been remembered.', 0],
  retrievability: ['How likely it is remembered today.', 0.92],
  reason: ['Why it is due, or not yet, for people.', '预计记得 72%，低于目标 90%，逾期 3 天'],
}

const state: Readonly<Record<string, Word>> = {
  mastery_status: [
    'By its reviews: `learning`, `reviewing` once passed, `mastered`, or `forgotten` after that.',
    'reviewing',
  ],
  mastery_level: ['0 to 1, from the last five results.', 0.7],
  next_review_date: ['When it is due.', '2026-12-01'],
}

const review: Readonly<Record<string, Word>> = {
  review_result: ['How it went.', 'correct'],
  rating: [
    'The learner’s own view; null: `good` for what was correct, `again` for anything else. `partial` passes only as `hard` or better.',
    null,
  ],
  attempt_id: [
    'The client’s id of the attempt: sent again it is the same review. Left out: the Idempotency-Key.',
    id,
  ],
  time_spent: ['Seconds.', 40],
  confidence_level: ['How sure the learner was, 1 to 5.', 3],
  user_answer: ['What was answered.', 'x=2或x=3'],
  notes: ['Notes on this review.', null],
  review_method: ['How it came about.', 'manual'],
}

const photos: Readonly<Record<string, Word>> = {
  file_ids: ['Photos of it: its learner’s own files, at most nine, which stay as long as it does.', []],
  image_urls: ['The same by the addresses that uploads tell (`image_url`).', []],
}

const folded: Readonly<Record<string, Word>> = {
  counted: [
    'Whether it counts for the schedule: the first of a day does, none on the day of the mistake.',
    true,
  ],
  elapsed_days: ['Days since the review before it, or the mistake.', 6],
  predicted: ['How likely it was to be remembered, by what was known before.', 0.9],
}

const outcomes: Readonly<Record<string, Word>> = {
  total: ['How many were asked for.', 3],
  success_count: ['How many of them worked.', 2],
  failed_count: ['How many did not.', 1],
}
const success: Word = ['Whether this one worked.', true]
const error: Word = ['What was wrong, for people; null: nothing.', null]

const scheduling: Readonly<Record<string, Word>> = {
  scheduler: [
    'How reviews are scheduled: `fsrs` by what is probably remembered, `ladder` by fixed steps. Changing it loses nothing.',
    'fsrs',
  ],
  retention: ['The share of cards to be remembered when they are due, 0.80 to 0.97.', 0.9],
}

/** The words of the notebook and its reviews; see words.ts. */
export const wordsOfNotebook: Readonly<Record<string, Word>> = Object.fromEntries([
  ['mistake_id', ['The mistake.', id]],
  ['review_id', ['The review; null: there is none left.', id]],
  ...of('LearnerSettings', scheduling),
  ...of('LearnerSettingsChange', scheduling),
  ...of('NewMistake', { ...mistake, ...photos }),
  ...of('MistakeChange', { ...mistake, ...photos }),
  ...of('Mistake', {
    ...mistake,
    ...photos,
    ...state,
    correct_count: ['Reviews that were right.', 3],
    total_reviews: ['Reviews in all.', 4],
    last_review_date: ['When it was last reviewed; null: never.', '2026-11-14'],
    card: ['What the schedule knows of it.'],
    created_on: ['When the mistake was made.', '2026-11-01'],
  }),
  ...of('ReviewCard', card),
  ...of('MistakePage', {
    items: ['The mistakes of this page.'],
    total: ['How many there are in all.', 42],
    page: ['The number of this page, from 1, when asked for by number.', 1],
    page_size: ['How many a page may have.', 20],
    pages: ['How many pages there are.', 3],
  }),
  ['knowledge_point', ['Only those about this.', '因式分解']],
  ['mastery_status', state.mastery_status!],
  ['starred', ['Only starred ones, or only others.', true]],
  ['subject', mistake.subject!],
  ['student_answer', mistake.student_answer!],
  ['source', mistake.source!],
  ['tag', ['Only those with this tag.', '期中']],
  ['difficulty', ['Only of this difficulty, 1 to 5.', 2]],
  ['search', ['Only those with these words.', '二次函数']],
  ['page_size', ['How many a page may have, when asked for by number.', 20]],
  ['sort', ['By what they are sorted.', 'created_at']],
  ['order', ['From the least or from the greatest.', 'desc']],
  ...of('SimilarMistakes', { items: ['The most alike first.'] }),
  ...of('SimilarMistake', {
    score: ['The share of the words that both have.', 0.4],
    by: ['By what they are alike.', 'words'],
    mistake: ['The mistake.'],
  }),
  ...of('NotebookStatistics', {
    total_mistakes: ['How many there are.', 42],
    not_mastered: ['How many are not mastered.', 30],
    learning: ['How many were not passed yet.', 12],
    reviewing: ['How many are on their way.', 16],
    mastered: ['How many are mastered.', 12],
    forgotten: ['How many were forgotten after they were mastered.', 2],
    starred: ['How many are starred.', 5],
    due_today: ['How many are due today, or were before.', 7],
    by_subject: ['How many of each subject.', { math: 40, physics: 2 }],
    by_difficulty: ['How many of each difficulty.', { '2': 42 }],
    by_knowledge_point: ['How many about each of the most frequent knowledge points.', { 因式分解: 4 }],
    review_streak_days: ['Days in a row with a review, up to today or yesterday.', 6],
    this_week_reviews: ['Reviews of the last seven days.', 31],
  }),
  ...of('TodayReview', {
    tasks: ['What is due, the most forgotten first.'],
    total_count: ['How many are due in all.', 7],
    completed_count: ['How many were reviewed today.', 3],
    estimated_minutes: ['How long all that is due may take, five minutes each.', 35],
  }),
  ...of('ReviewTask', {
    ...state,
    title: mistake.title!,
    subject: mistake.subject!,
    question_content: mistake.question_content!,
    review_round: ['Which review it will be.', 3],
    due_date: ['When it was due.', '2026-11-27'],
    overdue_days: ['Days since then.', 1],
    retrievability: card.retrievability!,
    reason: card.reason!,
  }),
  ...of('NotebookBatch', {
    action: ['What to do with each.', 'add_tags'],
    mistake_ids: ['The mistakes.', [id]],
    tags: ['The tags, for `add_tags` and `remove_tags`.', ['期中']],
  }),
  ...of('BatchOutcome', { ...outcomes, items: ['What came of each.'] }),
  ...of('BatchItem', { success, error }),
  ...of('MistakeImport', { mistakes: ['The mistakes, each as for one.'] }),
  ...of('MistakeImportOutcome', { ...outcomes, items: ['What came of each, in their order.'] }),
  ...of('MistakeImportItem', {
    index: ['Its place in the list, from 0.', 0],
    mistake_id: ['The mistake; null: it was not stored.', id],
    success,
    error,
  }),
  ...of('NewReview', review),
  ...of('PastReview', { ...review, reviewed_on: ['On which date.', '2026-11-14'] }),
  ...of('PastReviews', {
    created_on: ['When the mistake was made; left out: as it is.', '2026-11-01'],
    reviews: ['The reviews.'],
  }),
  ...of('Review', {
    ...review,
    ...card,
    ...folded,
    next_review_date: ['When it was due after this.', '2026-12-01'],
    review_date: ['On which date.', '2026-11-14'],
    algorithm: ['By which the intervals are.', 'fsrs'],
    recorded_at: ['When it was recorded.', '2026-11-14T04:30:00.000Z'],
    voided_at: ['When it was withdrawn; null: it counts.', null],
  }),
  ...of('ReviewPage', { items: ['The reviews of this page, the newest first.'] }),
  ...of('ReviewOutcome', {
    ...card,
    ...state,
    counted: folded.counted!,
    is_existing: ['Whether this attempt was recorded before.', false],
    is_mastered: ['Whether it is mastered.', false],
  }),
  ...of('ImportedReviews', {
    imported: ['How many were new.', 4],
    skipped: ['How many had been recorded before.', 0],
    card: ['What the mistake came to.'],
    reviews: ['All its reviews, in order, with what each came to.'],
  }),
  ...of('ReviewSession', {
    session_id: ['The review session.', id],
    stage: ['1: the question itself, 2: a variant, 3: the knowledge behind it.', 2],
    stage_name: ['The same for people.', '变体题挑战'],
    status: ['`active`, or how it ended.', 'active'],
    question_content: [
      'The question of the stage; null: the model has not set it yet, and the next submission asks for it.',
      '解方程 $x^2-7x+12=0$',
    ],
    knowledge_points: mistake.knowledge_points!,
    attempts: ['Answers judged so far.', 1],
    judgement: ['What became of the answer just submitted; null: nothing was judged.', null],
    review_id: ['The review that came of it, once it ended.', null],
    ended_at: ['When it ended.', null],
  }),
  ...of('NewReviewSession', { mistake_id: ['The mistake to review.', id] }),
  ...of('ReviewSubmission', {
    answer: ['The answer.', 'x=3或x=4'],
    skip: ['Give up: the session ends as failed.', false],
    self_result: [
      'The learner’s own judgement, where neither rules nor a model could judge the answer before.',
      'correct',
    ],
  }),
  ...of('ReviewJudgement', {
    stage: ['Of which stage.', 1],
    is_correct: [
      'Whether it was right; null: compare it with `correct_answer`, and send `self_result`.',
      true,
    ],
    judged_by: ['By rules, by a model, by the learner, or skipped.', 'rules'],
    feedback: ['What to say of it, for people.', '与标准答案的值相等'],
    correct_answer: ['The right answer, when it was wrong or is the learner’s to judge.', null],
  }),
  ...of('Calibration', {
    reviews: ['How many reviews were predicted.', 240],
    log_loss: [
      'The mean of −ln of what was given to what happened; lower is better; null for fewer than 100.',
      0.34,
    ],
    baseline_log_loss: ['The same for one who always says this learner’s average.', 0.39],
    rmse_bins: ['How far the bins are off.', 0.05],
    bins: ['Predictions by tenths, and what came of them.'],
  }),
  ...of('CalibrationBin', {
    from: ['From here, up to 0.1 more.', 0.9],
    reviews: ['How many.', 120],
    predicted: ['The mean of the predictions.', 0.93],
    recalled: ['The share that was remembered.', 0.91],
  }),
  ...of('MistakeAnalysis', {
    mistake_id: ['The mistake.', id],
    error_type: ['The kind of mistake; null: it cannot be told.', '计算错误'],
    error_subcategory: ['More exactly.', '移项未变号'],
    analysis: ['Where the thinking went wrong.', '移项时符号没有改变。'],
    suggestions: ['What to do about it.', ['写出每一步']],
    knowledge_points: ['What it is about.', ['移项']],
    confidence: ['Null: nobody measured it.', null],
  }),
  ...of('NewRevisionPlan', {
    cycle_type: ['How long it is.', '7days'],
    days_lookback: ['Mistakes of so many days.', 30],
    force_regenerate: ['Another one, though one of this cycle has not ended.', false],
    title: ['What to call it; without it, as the model does.', '期中复习'],
  }),
  ...of('RevisionPlanSummary', revision),
  ...of('RevisionPlan', {
    ...revision,
    is_existing: ['Whether it was there before.', false],
    dropped_tasks: ['Tasks that were left out: they named mistakes that are not yours.', []],
    content: ['What it says.'],
  }),
  ...of('DroppedRevisionTask', { day: ['Its day.', 2], title: ['What it was called.', '移项练习'] }),
  ...of('RevisionContent', {
    title: ['What it is called.', '一周复习'],
    description: ['In a sentence.', '巩固移项'],
    overview: ['How it goes.', '先旧后新'],
    statistics: ['What it is about, counted.'],
    daily_tasks: ['What to do on which day.'],
    review_focus: ['What matters most.', ['移项']],
    assessment: ['How to see whether it worked.', '重做一遍'],
    tips: ['Advice.', ['写清步骤']],
  }),
  ...of('RevisionTask', {
    day: ['Of the plan, from 1.', 1],
    title: ['What to do.', '移项练习'],
    description: ['More about it.', '先自己做一遍'],
    minutes: ['How long it may take.', 20],
    mistake_ids: ['Which of your mistakes it is about.', [id]],
  }),
  ...of('RevisionStatistics', {
    mistakes: ['How many mistakes it was made over.', 12],
    by_subject: ['The same by subject.', [{ subject: 'math', count: 12 }]],
    weak_points: ['Measured weak points.', ['移项']],
  }),
  ...of('RevisionBySubject', { subject: ['The subject.', 'math'], count: ['How many.', 12] }),
] as [string, Word][])
