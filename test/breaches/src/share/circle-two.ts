export { answer } from './circle-one.ts';
