/** What an embed token opens: always less than its key. It stands in the token itself, signed. */
export interface EmbedGrant {
  /** The secret that it was signed with; it ends with that. */
  secretId: string;
  /** Tags of the elements whose documents it may ask. */
  widgets: readonly string[];
  /** Only facts that match can be asked about; null: all. */
  filter: LockedFilter | null;
  /** Key of the only funnel that can be asked about; null: any. */
  funnel: string | null;
  /** Only pages of these origins may ask; null: any. */
  origins: readonly string[] | null;
}

/** Lists of keys as a question's filter has them. A list that is there means any of it: none of an empty one. */
export interface LockedFilter {
  channels?: readonly (string | null)[] | undefined;
  owners?: readonly string[] | undefined;
  teams?: readonly string[] | undefined;
  products?: readonly string[] | undefined;
  industries?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  companySizes?: readonly string[] | undefined;
  tags?: readonly string[] | undefined;
}

/** Whether it opens less than the whole workspace, so that not every field may be asked. */
export function isLocked({ filter, funnel }: EmbedGrant): boolean {
  return filter !== null || funnel !== null;
}
