/** Numbers by which PostgreSQL and its drivers know types. */
export const BOOLEAN = 16;
export const BIGINT = 20;
export const INTEGER = 23;
export const TEXT = 25;
/** double precision. */
export const FLOAT = 701;
export const DATE = 1082;
/** timestamptz. */
export const INSTANT = 1184;
export const INSTANTS = 1185;
export const UUID = 2950;
/** tstzmultirange. */
export const MULTIRANGE = 4534;
