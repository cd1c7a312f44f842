export { answer } from '../trace/inner.ts';
