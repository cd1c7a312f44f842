export { fitBlocks, type BlockModel, type BlockReference, type BlocksWithheld } from './block-posterior.ts';
export {
  locateRooms,
  type LocatedBuilding,
  type LocatedDevice,
  type LocateInput,
  type RoomRow,
  type WithheldBuilding,
} from './locate-rooms.ts';
export * from './sensor-network/index.ts';
