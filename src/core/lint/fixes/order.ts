/** Which rules are repaired before the others, because their repairs make or move what the others look at. */

/**
 * sudo goes first, as it hides commands; then RUNs are joined; then commands move between them; the base image decides
 * which tools are missing; the rest follows in any order.
 */
export const FIX_ORDER: readonly string[] = ['DL3004', 'DL3027', 'PL002', 'PL003', 'DL3059', 'PL021', 'DL3009', 'PL034', 'PL027'];
