/** The attributes that the default rules look at. */
export interface ScoredAttributes {
  /** 0 to 1 */
  needMatch: number | null;
  companySize: number | null;
  industry: string | null;
  email: string | null;
}

/**
 * 线索质量评分, 0 to 100, by the default rules: base 20; needMatch × 40; company of 200 people or more 20, of 50 or more 10; industry
 * given 10; e-mail given 10. Without any of these attributes there is no score (null): such a lead is never qualified.
 * Six decimals, as needMatch has them, so that a comparison with the threshold is not at the mercy of binary fractions.
 */
export function qualityScore({ needMatch, companySize, industry, email }: ScoredAttributes): number | null {
  if (needMatch === null && companySize === null && industry === null && email === null) return null;
  const score =
    20 +
    (needMatch ?? 0) * 40 +
    (companySize === null ? 0 : companySize >= 200 ? 20 : companySize >= 50 ? 10 : 0) +
    (industry === null ? 0 : 10) +
    (email === null ? 0 : 10);
  return Math.round(Math.min(100, Math.max(0, score)) * 1e6) / 1e6;
}
