import type { answer } from '../plan/index.ts';
export type Answer = typeof answer;
