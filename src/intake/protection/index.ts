export { openProtection, readingsOfAll, type Protection } from './protection.ts';
export { dropsTrunkZero } from './readings.ts';
