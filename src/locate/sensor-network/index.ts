export {
  antennaCoverage,
  COVERED,
  threshold_db,
  type Antenna,
  type RoomCoverage,
  type ServingLevel,
} from './antenna-coverage.ts';
export { NOT_TOLD_APART } from './audit.ts';
export type { ExpectedHits } from './expected-hits.ts';
export { watchSensors, type SensorWatch } from './health-watch.ts';
export {
  auditBuilding,
  buildingsOf,
  planBuilding,
  type BuildingAudit,
  type BuildingPlan,
  type PlanQuestion,
} from './plan-building.ts';
export { pairError } from './separation.ts';
export { sensorSite, type SensorSite } from './site.ts';
