export { answer } from './inner.test.ts';
