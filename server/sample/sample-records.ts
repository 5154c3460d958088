import type { LogStore, RecordWrite } from "../store/log-store.ts";

/**
 * What the store keeps about samples, beside their logs: `sample` by the person who has one, and
 * `sample-people` by the sample's address, so that its made-up people go with it.
 */
export interface SampleRecord {
  slug: string;
  /** False while it is being made, and for ever when that broke off. */
  finished: boolean;
}

interface SamplePeopleRecord {
  /** Whose sample it is. */
  by: string;
  personIds: string[];
}

/** The sample that a person has, if any. */
export async function sampleOf(store: LogStore, personId: string): Promise<SampleRecord | undefined> {
  const record = await store.record("sample", personId);
  return record === undefined ? undefined : (JSON.parse(record) as SampleRecord);
}

/** All samples and whose they are. */
export async function allSamples(store: LogStore): Promise<(SampleRecord & { by: string })[]> {
  const records = await store.records("sample");
  return records.map(({ key, value }) => ({ by: key, ...(JSON.parse(value) as SampleRecord) }));
}

/** Notes that a sample is being made for a person, with its made-up people. */
export function sampleBegun(by: string, slug: string, personIds: string[]): RecordWrite[] {
  const people: SamplePeopleRecord = { by, personIds };
  return [
    sampleWrite(by, { slug, finished: false }),
    { op: "create", kind: "sample-people", key: slug, value: JSON.stringify(people) },
  ];
}

/** Notes that a sample is whole. */
export function sampleFinished(by: string, slug: string): RecordWrite[] {
  return [sampleWrite(by, { slug, finished: true })];
}

/** What goes with a meetup that is deleted: nothing unless it is a sample, else its records and its made-up people. */
export async function sampleRemovals(store: LogStore, slug: string): Promise<RecordWrite[]> {
  const record = await store.record("sample-people", slug);
  if (record === undefined) return [];
  const { by, personIds } = JSON.parse(record) as SamplePeopleRecord;
  const own = await sampleOf(store, by);
  return [
    { op: "remove", kind: "sample-people", key: slug },
    ...(own?.slug === slug ? [{ op: "remove" as const, kind: "sample", key: by }] : []),
    ...personIds.map((key) => ({ op: "remove" as const, kind: "person", key })),
  ];
}

function sampleWrite(by: string, record: SampleRecord): RecordWrite {
  return { op: "put", kind: "sample", key: by, value: JSON.stringify(record) };
}
