export { answer } from '../src/statistics/inner.ts';
