import type { Imei14, Imsi, Msisdn } from './identifiers.ts';
import type { Interval, UnixSeconds } from './record.ts';

export interface CaseManifest extends Interval {
  readonly id: string;
  readonly title: string;
  /** IANA name. */
  readonly timezone: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export interface Act extends Interval {
  readonly id: string;
  readonly kind: string;
  readonly issued_by: string;
  readonly legal_basis: string;
  readonly purpose: string;
  readonly retain_until_s: UnixSeconds;
  /** Globs over paths in the case folder. */
  readonly covers: readonly string[];
  readonly identifiers: readonly string[] | null;
  /** ended: its retention is over, and `cellsweep retention` has deleted what it let be held. */
  readonly status: 'in-force' | 'annulled' | 'ended';
}

export type DeviceClass = 'mini-phone' | 'feature-phone' | 'smartphone' | 'module';
export interface DeviceProfile {
  readonly tacs: readonly string[];
  readonly model: string;
  readonly class: DeviceClass;
  readonly sims: number;
  readonly bands: readonly string[];
}

/** A prison perimeter or a placebo area (like coverage, no prison). Rings of [longitude, latitude], first ring outer. */
export interface Area {
  readonly id: string;
  readonly kind: 'prison' | 'placebo';
  readonly name: string;
  readonly capacity: number | undefined;
  readonly polygons: readonly (readonly (readonly (readonly [number, number])[])[])[];
}

/** Vertices [x_m, y_m] in the building's own plan; the last is joined to the first. */
export type PlanOutline = readonly (readonly [number, number])[];

/** A room of a prison. Position and plan are undefined where the list does not state them. */
export interface Room {
  readonly cell_id: string;
  readonly prison_id: string;
  readonly building_id: string;
  readonly wing: string;
  readonly landing: string;
  readonly level: number;
  readonly capacity: number;
  /** WGS84 degrees, of the centre: both or none. */
  readonly longitude?: number | undefined;
  readonly latitude?: number | undefined;
  /** True shape in the building's own plan: the outline as stated, else width x depth about the centre. */
  readonly outline?: PlanOutline | undefined;
}
/** A wall segment in the building's plan. */
export interface Wall {
  readonly building_id: string;
  readonly level: number;
  /** Empty where not stated. */
  readonly material: string;
  readonly x1_m: number;
  readonly y1_m: number;
  readonly x2_m: number;
  readonly y2_m: number;
}
/** A fixed passive receiver. */
export interface Sensor extends Interval {
  readonly sensor_id: string;
  readonly prison_id: string;
  readonly building_id: string;
  readonly level: number;
  /** In the building's plan; undefined where not stated. */
  readonly x_m: number | undefined;
  readonly y_m: number | undefined;
  /** Weakest level it reports; undefined where not stated. */
  readonly threshold_dbm: number | undefined;
}
/** One level that one sensor read from the survey transmitter. A sensor without a row did not hear it. */
export interface WalkReading {
  readonly prison_id: string;
  readonly building_id: string;
  /** Empty outside the listed rooms. */
  readonly cell_id: string;
  readonly level: number;
  /** In the building's plan; undefined where not stated. */
  readonly x_m: number | undefined;
  readonly y_m: number | undefined;
  readonly at_s: UnixSeconds;
  readonly band: string;
  readonly tx_power_dbm: number | undefined;
  readonly sensor_id: string;
  readonly rssi_dbm: number;
}
/** When a sensor was alive. */
export interface Heartbeat extends Interval {
  readonly sensor_id: string;
}
/** What one sensor heard of one transmission. */
export interface Detection {
  readonly burst_id: string;
  readonly at_s: UnixSeconds;
  readonly prison_id: string;
  readonly building_id: string;
  readonly band: string;
  readonly kind: 'access' | 'traffic';
  readonly sensor_id: string;
  readonly rssi_dbm: number;
  readonly imsi: Imsi | undefined;
  readonly imei14: Imei14 | undefined;
}

export interface BedAssignment extends Interval {
  readonly inmate_id: string;
  readonly cell_id: string;
  readonly reason: string;
}
export interface Absence extends Interval {
  readonly inmate_id: string;
  readonly reason: string;
}
export interface ApprovedContact {
  readonly inmate_id: string;
  readonly number: Msisdn;
  readonly relation: string;
}
export interface Visit extends Interval {
  readonly prison_id: string;
  readonly inmate_id: string;
  readonly visitor_id: string;
  readonly visitor_number: Msisdn | undefined;
}
/** Local wall-clock minutes since midnight; `lockup_until_min` may be smaller than `lockup_from_min` (crosses midnight). */
export interface LockupPeriod {
  readonly prison_id: string;
  readonly wing: string;
  /** 1..7, Monday = 1. */
  readonly weekday: number;
  readonly lockup_from_min: number;
  readonly lockup_until_min: number;
}
export interface DeclaredHandset {
  readonly prison_id: string;
  readonly imei14: Imei14 | undefined;
  readonly number: Msisdn | undefined;
  readonly role: string;
}
export interface Search {
  readonly search_id: string;
  readonly prison_id: string;
  readonly cell_id: string;
  readonly at_s: UnixSeconds;
  readonly outcome: 'find' | 'nothing' | 'not-carried-out';
  readonly method: string;
}
export interface Seizure {
  readonly seizure_id: string;
  readonly search_id: string;
  readonly at_s: UnixSeconds;
  readonly prison_id: string;
  readonly cell_id: string;
  readonly kind: 'handset' | 'sim' | 'charger' | 'other';
  readonly imei14s: readonly Imei14[];
  readonly iccid: string;
  readonly model: string;
  readonly hiding_place: string;
  readonly attributed_inmate_id: string;
}
export const REFERENCE_CLASSES = ['inside', 'neighbour', 'homebody', 'fixed', 'staff', 'visitor'] as const;
export type ReferenceClass = (typeof REFERENCE_CLASSES)[number];
export interface ReferenceHandset extends Interval {
  readonly imei14: Imei14;
  /** Prison or placebo area. */
  readonly area_id: string;
  readonly class: ReferenceClass;
  readonly basis: string;
}
export interface ProtectedNumber {
  readonly number: Msisdn;
  readonly holder_kind: string;
}
/** One line of the seller's order book. */
export interface LedgerLine {
  readonly order_id: string;
  readonly ordered_at_s: UnixSeconds | undefined;
  readonly line: string;
  readonly product: string;
  readonly quantity: number;
  /** As written, split at `|`: 14, 15 or 16 digits, sometimes mistyped. */
  readonly imeis: readonly string[];
  readonly buyer_name: string;
  readonly buyer_email: string;
  readonly buyer_phone: Msisdn | undefined;
  readonly ship_name: string;
  readonly ship_address: string;
  readonly ship_postcode: string;
  readonly ship_city: string;
  readonly note: string;
}
/** Bursts of one handset heard with an identity by fixed sensors of one prison, on one local day. */
export interface IdentifiedBursts {
  readonly prison_id: string;
  readonly imei14: Imei14 | undefined;
  readonly imsi: string | undefined;
  readonly at_s: UnixSeconds;
  readonly bursts: number;
}

/** One transmission, or some in a row, that showed an identity to the sensors of a prison, and whether it came out of a room there. */
export interface Sighting {
  readonly prison_id: string;
  readonly imei14: Imei14 | undefined;
  readonly imsi: string | undefined;
  readonly at_s: UnixSeconds;
  /** From a room of the building whose sensors heard it; from elsewhere (the street, another building); unplaced: nothing tells. */
  readonly from: 'inside' | 'outside' | 'unplaced';
}

/** Everything of a case folder except operators' records, as far as acts in force let it be read. */
export interface CaseDocuments {
  readonly manifest: CaseManifest;
  readonly deviceProfiles: readonly DeviceProfile[];
  readonly protectedNumbers: readonly ProtectedNumber[];
  readonly ledger: readonly LedgerLine[];
  readonly areas: readonly Area[];
  readonly rooms: readonly Room[];
  readonly rolls: readonly BedAssignment[];
  readonly absences: readonly Absence[];
  readonly contacts: readonly ApprovedContact[];
  readonly visits: readonly Visit[];
  readonly regime: readonly LockupPeriod[];
  readonly declared: readonly DeclaredHandset[];
  readonly searches: readonly Search[];
  readonly seizures: readonly Seizure[];
  readonly references: readonly ReferenceHandset[];
  readonly identifiedBursts: readonly IdentifiedBursts[];
  /** Absent in cases read before sensors were. */
  readonly walls?: readonly Wall[];
  readonly sensors?: readonly Sensor[];
  readonly walkTest?: readonly WalkReading[];
  readonly heartbeats?: readonly Heartbeat[];
}
