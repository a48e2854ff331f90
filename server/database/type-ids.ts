/** Numbers by which PostgreSQL and its drivers know types. */
export const BIGINT = 20;
export const DATE = 1082;
/** timestamptz. */
export const INSTANT = 1184;
export const INSTANTS = 1185;
