export { answer } from '../attribute/index.ts';
