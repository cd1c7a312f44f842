export {
  antennaCoverage,
  COVERED,
  threshold_db,
  type Antenna,
  type RoomCoverage,
  type ServingLevel,
} from './antenna-coverage.ts';
export { auditSensors, NOT_TOLD_APART, type SensorAudit } from './audit.ts';
export { expectedHits, type ExpectedHits } from './expected-hits.ts';
export { watchSensors } from './health-watch.ts';
export { mountingPoints, type MountingPoint } from './mounting-points.ts';
export { placeSensors, type Placement } from './placement.ts';
export { pairError } from './separation.ts';
export type { SensorHealth } from './sensor-health.ts';
export { sensorSite, type SensorColumn, type SensorSite } from './site.ts';
export { walkTestPlan, type WalkTestPlan } from './walk-test-plan.ts';
