import type { Word } from './words.ts'

const of = (title: string, members: Readonly<Record<string, Word>>): [string, Word][] =>
  Object.entries(members).map(([name, word]) => [`${title}.${name}`, word])

const id = '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10'

const figures: Readonly<Record<string, Word>> = {
  study_duration: ['Minutes of study, measured.', 42.5],
  question_count: ['Questions asked.', 6],
  homework_count: ['Pieces of homework graded.', 1],
  review_count: ['Reviews of mistakes.', 12],
  mistake_count: ['Mistakes that entered the notebook.', 3],
  accuracy_rate: ['The share of right answers, half for half right; null: none was judged.', 0.75],
  avg_score: ['Of graded work, out of a hundred; null: none was graded.', 88.5],
}
const subject: Readonly<Record<string, Word>> = {
  subject: ['The subject.', 'math'],
  subject_name: ['Its name for people.', '数学'],
}
const streaks: Readonly<Record<string, Word>> = {
  current_streak: [
    'Days in a row with something done, up to today, or to yesterday while today has nothing yet.',
    4,
  ],
  longest_streak: ['The longest such row ever.', 11],
}
const targets: Readonly<Record<string, Word>> = {
  reviews: ['Reviews a day.', 5],
  questions: ['Questions a day.', 3],
  minutes: ['Minutes of study a day.', 30],
}

/** Members of what learners see of their progress. */
export const wordsOfProgress: Readonly<Record<string, Word>> = Object.fromEntries([
  ['granularity', ['How long a period is.', 'daily']],
  ['time_range', ['The days up to today that are counted.', '30d']],
  ['kp', ['The knowledge point, by its `id`.', id]],
  ...of('KnowledgePoint', {
    name: ['Its name, as it was first written.', '二次函数'],
    subject: ['Of which subject.', 'math'],
    mastery: ['0 to 1: the share that is expected to be right; null: too little is known to say.', 0.62],
    mastery_level: ['The same, under its former name.', 0.62],
    interval: ['Where the mastery is with 80 %; null: too little is known.'],
    status: [
      '`weak` below 0.6, `mastered` from 0.8, `improving` between; `insufficient`: too little is known.',
      'improving',
    ],
    insufficient: ['Whether too little is known to say a number.', false],
    evidence_count: ['How many answers it rests on.', 7],
    question_count: ['Questions asked about it.', 2],
    mistake_count: ['Mistakes written down that are about it.', 3],
    last_evidence_on: ['When it was last shown; null: never.', '2026-11-28'],
  }),
  ...of('MasteryInterval', { low: ['The lower end.', 0.45], high: ['The upper end.', 0.78] }),
  ...of('KnowledgePointPage', { items: ['The knowledge points, the newest first.'] }),
  ...of('MasteryEvidence', {
    id: ['The event, by which it is taken out.', id],
    kind: ['What was done.', 'review'],
    day: ['When.', '2026-11-28'],
    result: ['How it went.', 'correct'],
    weight: [
      'How much it counts: 1 by rules or a person, 0.7 by a model, 0.5 by the learner; half of that where help made it right.',
      0.5,
    ],
    judged_by: ['Who said how it went.', 'self'],
    assisted: ['Whether the learner had asked about it before.', false],
  }),
  ...of('MasteryEvidencePage', {
    knowledge_point: ['What it comes to.'],
    items: ['The evidence, the newest first.'],
  }),
  ...of('LearningStats', {
    total_questions: ['Questions asked.', 48],
    total_sessions: ['Sessions opened.', 12],
    total_study_days: ['Days on which something was done.', 18],
    total_homework: ['Pieces of homework graded.', 4],
    total_reviews: ['Reviews of mistakes.', 96],
    study_hours: ['Hours of study, measured.', 9.35],
    estimated_study_hours: ['As the replaced system reckoned: 5 minutes a question, 15 for homework.', 5],
    subject_stats: ['By subject.'],
    learning_pattern: ['When and how.'],
    image_questions: ['Questions with pictures.', 7],
    mistake_count: figures.mistake_count!,
    avg_score: figures.avg_score!,
    avg_rating: ['Of rated answers, 1 to 5; null: none was rated.', 4.5],
    accuracy: figures.accuracy_rate!,
    knowledge_points: ['The ten that most questions and mistakes are about.'],
    study_trend: ['Day by day; of `all`, days on which something was done.'],
    ...streaks,
    time_range: ['The days it tells of.', '30d'],
    generated_at: ['When it was counted.', '2026-11-28T04:30:00.000Z'],
  }),
  ...of('SubjectFigures', {
    ...subject,
    question_count: figures.question_count!,
    review_count: figures.review_count!,
    study_hours: ['Hours of study, measured.', 3.2],
    accuracy: figures.accuracy_rate!,
    avg_rating: ['Of rated answers, 1 to 5; null: none was rated.', 4.5],
  }),
  ...of('LearningPattern', {
    most_active_hour: ['The hour of the day, 0 to 23, with most done; null: nothing was.', 20],
    most_active_day: ['The day of the week, 1 for Monday, with most done; null: nothing was.', 6],
    avg_session_length: ['Minutes of study in a row; null: none was measured.', 12.4],
    preferred_difficulty: ['The difficulty that was asked about most; null: none was told.', 3],
  }),
  ...of('StudyDay', {
    date: ['The day.', '2026-11-28'],
    activity: ['Questions, mistakes, reviews and homework.', 9],
    study_minutes: ['Minutes of study, measured.', 31.5],
  }),
  ...of('LearnerFigures', {
    join_date: ['The first day with anything here; null: there is none.', '2026-09-01'],
    last_login: ['When something was last done here; null: never.', '2026-11-28T04:30:00.000Z'],
    homework_count: figures.homework_count!,
    question_count: figures.question_count!,
    review_count: figures.review_count!,
    study_days: ['Days on which something was done.', 31],
    avg_score: figures.avg_score!,
    error_count: figures.mistake_count!,
    study_hours: ['Hours of study, measured.', 21.7],
    ...streaks,
  }),
  ...of('PeriodFigures', figures),
  ...of('ProgressPeriod', {
    period: ['Its first day.', '2026-11-23'],
    start_date: ['Its first day that was asked for.', '2026-11-23'],
    end_date: ['Its last day that was asked for.', '2026-11-29'],
    completion_rate: ['The share of its days on which something was done.', 0.57],
    ...figures,
  }),
  ...of('LearningProgress', {
    granularity: ['How long a period is.', 'weekly'],
    periods: ['The periods in order.'],
    summary: ['All of them together.'],
  }),
  ...of('DayStats', {
    date: ['The day.', '2026-11-28'],
    ...figures,
    current_streak: streaks.current_streak!,
    subjects: ['By subject.'],
  }),
  ...of('SubjectDay', { subject: subject.subject!, ...figures }),
  ...of('DayOfWeek', { date: ['The day.', '2026-11-28'], ...figures }),
  ...of('WeekStats', {
    start_date: ['The first day.', '2026-11-22'],
    end_date: ['The last day.', '2026-11-28'],
    days: ['Each day.'],
    total: ['All seven.'],
    previous: ['The seven before.'],
  }),
  ...of('SubjectStats', {
    ...subject,
    ...figures,
    accuracy: figures.accuracy_rate!,
    improvement: [
      'By how much the share of right answers rose since as many days before; null: it cannot be said.',
      0.08,
    ],
    rank: ['Its place by the share of right answers; null: none was judged.', 1],
  }),
  ...of('SubjectComparison', {
    subjects: ['The subjects.'],
    most_active: ['The subject with most done; null: nothing was.', 'math'],
    strongest: ['The subject with the greatest share of right answers; null: none was judged.', 'math'],
    recommendations: ['What to do about weak ones, for people.', []],
    time_range: ['The days it tells of.', '30d'],
  }),
  ...of('SubjectTopics', {
    ...subject,
    question_count: figures.question_count!,
    topics: ['What most of it is about: ten at most.'],
  }),
  ...of('KnowledgeMap', {
    knowledge_points: ['By subject.'],
    total_subjects: ['How many subjects.', 3],
  }),
  ...of('KnowledgePointCounts', {
    total: ['All knowledge points.', 24],
    mastered: ['Those that are mastered.', 9],
    improving: ['Those on the way.', 6],
    weak: ['Those that are weak.', 3],
    insufficient: ['Those of which too little is known.', 6],
    knowledge_points: ['Those mastered least.'],
  }),
  ...of('DailyGoal', {
    id: ['Which goal.', 'daily-reviews'],
    title: ['What it is, for people.', '复习错题'],
    type: ['What is counted.', 'reviews'],
    target: ['How much is wanted.', 5],
    current: ['How much is done.', 2],
    completed: ['Whether it is reached.', false],
    progress: ['Percent of it.', 40],
    action_link: ['Where to go on.', '/api/v1/mistakes/today-review'],
    description: ['How far it is, for people.', '今天复习 2/5 道错题'],
  }),
  ...of('DailyGoals', {
    date: ['Today.', '2026-11-28'],
    goals: ['The goals.'],
    completed_count: ['How many are reached.', 1],
    total_count: ['How many there are.', 3],
    current_streak: streaks.current_streak!,
  }),
  ...of('DailyGoalTargets', targets),
  ...of('Rescheduling', { done: ['Cards done.', 1_200], total: ['Cards in all.', 10_000] }),
  ...of('Recommendation', {
    id: ['Which one; the same advice has the same id.', 'due-reviews'],
    kind: ['What it is about.', 'review'],
    title: ['What to do, for people.', '今天有 3 道错题待复习'],
    content: ['Why, for people.', '从最容易忘的一道开始'],
    icon: ['A name of an icon.', 'clock'],
    color: ['A colour for it.', '#fa8c16'],
    priority: ['Its place: 1 is the most urgent.', 1],
    subject: ['Of which subject; null: of none.', null],
    knowledge_point_id: ['About which knowledge point; null: about none.', null],
    action_link: ['Where to go on.', '/api/v1/mistakes/today-review'],
  }),
  ...of('Recommendations', {
    recommendations: ['What to do, the most urgent first; empty: nothing in particular.'],
  }),
  ...of('PointReview', {
    knowledge_point: ['The knowledge point.'],
    priority: ['0 to 1: how much is missing, and how long ago it was practised.', 0.48],
    reason: ['Why, for people.', '掌握度约 43%，9 天没有练'],
  }),
  ...of('PointReviews', { items: ['Weak knowledge points, the most urgent first.'] }),
] as [string, Word][])
