import { builder } from './builder.ts';

/** The closed lists of words that more than one slice uses. */

export const StageCategory = builder.enumType('StageCategory', {
  description: 'The four groups of stages and KPIs. The stages of any funnel map onto them.',
  values: {
    ACQUISITION: { description: '线索获取: leads arrive.' },
    NURTURING: { description: '线索培育: leads are made ready to buy.' },
    OPPORTUNITY: { description: '机会管理: deals are worked on.' },
    RETENTION: { description: '成交与复购: deals are won, customers come back.' },
  } as const,
});

export const SkipPolicy = builder.enumType('SkipPolicy', {
  description: 'What entering a stage says of the stages before it.',
  values: {
    FILL: { description: 'A stage that was skipped counts as passed when a later one was entered.' },
    STRICT: { description: 'Only a lead’s own entry into a stage counts.' },
  } as const,
});

export const ActivityKind = builder.enumType('ActivityKind', {
  description: 'What sort of contact it was.',
  values: {
    CALL: { description: 'A telephone call.' },
    EMAIL: { description: 'An e-mail.' },
    SMS: { description: 'A text message.' },
    WECHAT: { description: 'A WeChat message.' },
    MEETING: { description: 'A meeting.' },
    VISIT: { description: 'A visit at the customer’s.' },
    EVENT: { description: 'An event or an invitation to one.' },
    CONTENT: { description: 'Content that was sent or read.' },
    FORM: { description: 'A form that was filled in.' },
    OTHER: { description: 'Anything else.' },
  } as const,
});

export const TimeUnit = builder.enumType('TimeUnit', {
  description: 'A calendar unit, cut in the workspace’s time zone.',
  values: {
    DAY: { description: 'From midnight to midnight; 23 or 25 hours where the clocks change.' },
    WEEK: { description: 'From Monday (ISO 8601).' },
    MONTH: { description: 'A calendar month.' },
    QUARTER: { description: 'January to March, and so on.' },
    YEAR: { description: 'A calendar year.' },
  } as const,
});

export const KpiBasis = builder.enumType('KpiBasis', {
  description: 'Which members a conversion counts.',
  values: {
    COHORT: { description: 'Of those that reached the start in the window, the share that reached the end by asOf.' },
    PERIOD: {
      description: 'Those that reached the end in the window over those that reached the start in it; may exceed 1.',
    },
  } as const,
});

export const KpiUnit = builder.enumType('KpiUnit', {
  description: 'What a KPI’s value is measured in.',
  values: {
    COUNT: { description: 'A number of facts.' },
    RATIO: {
      description:
        'A fraction: 0.25 is 25 %; where the definition’s isPercentage is false, one thing for each other: 3.68.',
    },
    MONEY: { description: 'Money in the workspace’s currency.' },
    MONEY_PER_DAY: { description: 'Money in the workspace’s currency for each day.' },
    SECONDS: { description: 'A duration in seconds; may be negative where the facts are.' },
    SCORE: { description: 'A score, 0 to 100 or a weighted sum; the definition says which.' },
    PER_OWNER_WEEK: { description: 'For each owner and week.' },
    POINTS: { description: 'Points from −100 to 100, as NPS has them.' },
  } as const,
});

export const KpiDirection = builder.enumType('KpiDirection', {
  description: 'Which way a KPI should move.',
  values: {
    HIGHER_IS_BETTER: { description: 'More is better.' },
    LOWER_IS_BETTER: { description: 'Less is better.' },
    NEUTRAL: { description: 'Neither.' },
  } as const,
});

export const KpiStatus = builder.enumType('KpiStatus', {
  description: 'Whether a value stands, and how it does against its target.',
  values: {
    OK: { description: 'There is a value.' },
    NO_DATA: { description: 'Nothing to compute it from; value is null.' },
    IMMATURE: { description: 'Facts are there, but their time has not run out yet; value is null.' },
    ON_TRACK: { description: 'On or above its target. Kept for targets; not given yet.' },
    AT_RISK: { description: 'Near its target. Kept for targets; not given yet.' },
    OFF_TRACK: { description: 'Far from its target. Kept for targets; not given yet.' },
  } as const,
});

export const KpiDimension = builder.enumType('KpiDimension', {
  description: 'What a KPI can be broken down by. Which ones a KPI bears is in its definition.',
  values: {
    CHANNEL: { description: 'Where the lead came from.' },
    OWNER: { description: 'The salesperson.' },
    TEAM: { description: 'The salesperson’s team.' },
    PRODUCT: { description: 'The product asked for or bought.' },
    INDUSTRY: { description: 'The lead’s industry.' },
    REGION: { description: 'The lead’s region.' },
    COMPANY_SIZE: { description: 'The lead’s number of employees, as text.' },
    TAG: { description: 'A lead’s tag. A lead counts in each of its tags, so slices do not sum to the whole.' },
    STAGE: { description: 'The stage left.' },
    ACTIVITY_KIND: { description: 'The kind of contact: call, e-mail, meeting …' },
    ACTIVITY_LEVEL: { description: 'HIGH, MEDIUM or LOW activity of the lead.' },
  } as const,
});

export const LeftOutReason = builder.enumType('LeftOutReason', {
  description: 'Why facts were left out of a value, or are counted apart.',
  values: {
    IMMATURE: { description: 'withinDays has not run out for them by asOf; left out of both sides.' },
    UNANSWERED: { description: 'Not answered by asOf; without a duration.' },
    NEGATIVE: { description: 'Durations below 0 (the end came first); kept in the value, counted here.' },
    WITHOUT_AMOUNT: { description: 'No amount known.' },
    WITHOUT_OWNER: { description: 'No owner known.' },
    WITHOUT_LEAD: { description: 'No lead known, so they belong to no cohort.' },
    UNSCORED: { description: 'None of the scored attributes known, so without a quality score.' },
  } as const,
});
