export { answer } from 'fast-check';
