/** The table of our own rules, on size and caching. */
import type { Rule } from '../rule';
import { pl001 } from './pl001';
import { pl002 } from './pl002';

export const PLIMSOLL_RULES: readonly Rule[] = [pl001, pl002];
