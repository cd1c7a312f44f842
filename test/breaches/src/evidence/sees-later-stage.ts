export { answer } from '../share/index.ts';
