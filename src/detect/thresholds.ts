/**
 * Of the handsets with regular traffic on a prison's cells about one in ten lives inside (0.06 to 0.21 in the six prisons of the
 * sample cases), of those with 5 to 19 events one in fifty.
 */
export const SHARE_INSIDE = { regular: 1 / 10, sparse: 1 / 50 } as const;
/**
 * So LR 10 makes it an even chance, LR 20 two to one; of those with few events LR 100 is needed for the same: of the ratio before it is
 * cut, since references often support no 100. Less is never called inside, and the interval must stay clearly above 1.
 */
export const INSIDE_FROM_LLR10 = { regular: 1.3, sparse: 2 } as const;
/** What takes or adds less than this is not named. */
export const NAMED_FROM_LLR10 = 0.1;
export const INSIDE_LOW_FROM_LLR10 = 0.5;
export const OUTSIDE_UNTIL_LLR10 = -0.5;
/** Nor is outside said of a handset whose interval reaches above 1. */
export const OUTSIDE_HIGH_UNTIL_LLR10 = 0;
